/** Documents of the repository that are pages here, by their ids. */
const PAGES: Readonly<Record<string, string>> = {
  'policy.md': 'how-it-decides-the-policy',
  'reasons.md': 'how-it-decides-why-did-it-not-warm-all-reasons',
  'speculative-answers.md': 'how-it-decides-speculative-answers',
  'start.md': 'recipes-a-new-app',
  'typing.md': 'how-it-decides-how-people-type',
  'unread-warms.md': 'how-it-decides-why-did-the-warm-not-help',
};
const REPOSITORY = 'https://github.com/forewarm/forewarm/blob/main/';

/** The text of a file in `docs/`, whose links lead to the pages here, or else to the repository. */
export function pageLinks(markdown: string): string {
  return markdown.replaceAll(/\]\((?!https?:|#)(?<path>[^)#\s]+)(?<anchor>#[^)\s]+)?\)/g, (...found) => {
    const { path, anchor = '' } = found.at(-1) as { path: string; anchor?: string };
    const page = PAGES[path];
    if (page) return `](?path=/docs/${page}--docs)`;
    return `](${new URL(path, `${REPOSITORY}docs/`).href}${anchor})`;
  });
}
