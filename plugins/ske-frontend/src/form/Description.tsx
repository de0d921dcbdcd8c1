import { useState } from 'react';
import { Markdown } from '../components/Markdown';
import { useT } from '../translations/useT';
import { useFieldStyles } from './fieldStyles';

/** Longer texts are shown in full when somebody asks. */
const LONG = 220;

/** What an author says about a field: a few words at first, Markdown. */
export function Description(props: { id: string; text: string }) {
  const t = useT();
  const classes = useFieldStyles();
  const [open, setOpen] = useState(false);
  const { id, text } = props;
  const long = text.length > LONG;
  return (
    <div id={id} className={classes.description}>
      {long && !open ? beginningOf(text) : <DescriptionText text={text} />}
      {long && (
        <button
          type="button"
          className={classes.more}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {t(open ? 'field.less' : 'field.more')}
        </button>
      )}
    </div>
  );
}

/**
 * A description without what is said of the field as a mistake too: a rule is printed
 * once.
 *
 * @param messages - what is wrong with the field
 */
export function withoutMessages(
  description: string | undefined,
  messages: string[],
): string | undefined {
  if (description === undefined || messages.length === 0) return description;
  const said = new Set(messages.flatMap(sentencesOf).map(bare));
  const otherSentences = sentencesOf(description).filter(
    sentence => !said.has(bare(sentence)),
  );
  return otherSentences.join('').trim() || undefined;
}

/** Each with the space behind it, so that together they are the text again. */
const sentencesOf = (text: string) =>
  text.match(/.+?(?:[.!?](?:\s+|$)|$)/gs) ?? [];

const bare = (sentence: string) =>
  sentence
    .trim()
    .replace(/[.!?]+$/, '')
    .toLowerCase();

/** Reading Markdown takes longer than drawing the field; most texts have none. */
function DescriptionText({ text }: { text: string }) {
  if (!/[`*_[\]#|<>\n]|https?:/.test(text)) return <>{text}</>;
  return <Markdown content={text} />;
}

const beginningOf = (text: string) =>
  `${text
    .slice(0, LONG)
    .replace(/[`*#]/g, '')
    .replace(/\s+\S*$/, '')} …`;
