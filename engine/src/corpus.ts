/** The text the model's words are taken from. */
export const CORPUS = `
system user assistant tool Line of the context speaks topic What is said Question Answer Looks a up
`;
