import type { ReactNode } from 'react';
import {
  Sidebar,
  SidebarGroup,
  SidebarItem,
  SidebarPage,
} from '@backstage/core-components';
import CreateIcon from '@material-ui/icons/AddCircleOutline';
import HomeIcon from '@material-ui/icons/Home';
import ListIcon from '@material-ui/icons/List';
import MenuIcon from '@material-ui/icons/Menu';
import CloudIcon from '@material-ui/icons/Cloud';

/** The frame of all pages, with the navigation. */
export const Root = ({ children }: { children: ReactNode }) => (
  <SidebarPage>
    <Sidebar>
      <SidebarGroup label="Menu" icon={<MenuIcon />}>
        <SidebarItem icon={HomeIcon} to="catalog" text="Home" />
        <SidebarItem icon={ListIcon} to="my-requests" text="My requests" />
        <SidebarItem icon={CreateIcon} to="create" text="Create..." />
        <SidebarItem icon={CloudIcon} to="ske-platform" text="Platform" />
      </SidebarGroup>
    </Sidebar>
    {children}
  </SidebarPage>
);
