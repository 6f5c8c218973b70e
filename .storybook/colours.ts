const DARK = '(prefers-color-scheme: dark)';

/** Puts the whole page into the colours that the toolbar asks for: `light`, `dark`, or as the system has it. */
export function setColours(theme: string): void {
  document.documentElement.style.colorScheme = theme === 'system' ? 'light dark' : theme;
}

export function isDark(): boolean {
  const { colorScheme } = document.documentElement.style;
  return colorScheme === 'dark' || (colorScheme !== 'light' && matchMedia(DARK).matches);
}

/** Calls back when the system changes its colours; gives what ends that. */
export function onSystemColours(callback: () => void): () => void {
  const query = matchMedia(DARK);
  query.addEventListener('change', callback);
  return () => query.removeEventListener('change', callback);
}
