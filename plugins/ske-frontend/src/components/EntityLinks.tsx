import { Link } from '@backstage/ui';
import { useEntity } from '@backstage/plugin-catalog-react';
import { useStyles } from './styles';

/** The links that the entity has in the catalog. */
export function EntityLinks() {
  const classes = useStyles();
  const { links = [] } = useEntity().entity.metadata;
  return links.length === 0 ? null : (
    <div className={classes.inline}>
      {links.map(link => (
        <Link key={link.url} href={link.url} target="_blank">
          {link.title ?? link.url}
        </Link>
      ))}
    </div>
  );
}
