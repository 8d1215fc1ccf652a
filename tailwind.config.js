// The look of roster: every colour, size and radius is named here once.
//
// Colours reach the page as CSS variables, so that one class serves both themes:
// `text-muted` is `color: var(--muted)`, and only the variable changes. The theme
// is the system's until the server writes data-theme on <html>.
//
// static/src/app.css reads this file by @config; `make generate` builds static/app.css.

// All pairs of text and ground are at least 4.5:1, control edges at least 3:1.
const light = {
  bg: '#FCFCFB', surface: '#FFFFFF', sunken: '#F4F4F2',
  text: '#1B1B18', muted: '#5C5C55', line: '#E3E3DF', edge: '#85857D',
  accent: '#0B5FC4', 'accent-tint': '#E8F1FD',
  ok: '#1B6B3A', 'ok-tint': '#E6F4EA',
  warn: '#7A4B00', 'warn-tint': '#FDF1DC',
  bad: '#B3261E', 'bad-tint': '#FCEBEA',
  past: '#6A3FB5', 'past-tint': '#F1EBFB',
  on: '#FFFFFF', // text on a filled accent, bad or past
}
const dark = {
  bg: '#121211', surface: '#1A1A18', sunken: '#0D0D0C',
  text: '#EDEDE8', muted: '#A6A69C', line: '#30302C', edge: '#7D7D74',
  accent: '#7AB4FF', 'accent-tint': '#16283F',
  ok: '#7FD49A', 'ok-tint': '#14291B',
  warn: '#F0BE6A', 'warn-tint': '#2E2210',
  bad: '#FF9C93', 'bad-tint': '#35191A',
  past: '#C3A6FF', 'past-tint': '#261D38',
  on: '#121211',
}

// Grounds for initials: neutral enough that no person looks like a status.
const tints = {
  light: ['#EAE6DE', '#E2E8E3', '#E0E7EC', '#E6E3EC', '#EEE3E0', '#E7E9DB', '#DEE8E8', '#ECE5EA'],
  dark: ['#37342C', '#2B352E', '#2A333A', '#33303C', '#3B302D', '#33362A', '#283636', '#383036'],
}

const variables = (colours, grounds, scheme, shadow) => ({
  'color-scheme': scheme,
  '--shadow': shadow,
  ...Object.fromEntries(Object.entries(colours).map(([name, hex]) => [`--${name}`, hex])),
  ...Object.fromEntries(grounds.map((hex, i) => [`--tint-${i}`, hex])),
})
const day = variables(light, tints.light, 'light', '0 6px 24px rgb(27 27 24 / .16)')
const night = variables(dark, tints.dark, 'dark', '0 6px 24px rgb(0 0 0 / .6)')

/** @type {import('tailwindcss').Config} */
module.exports = {
  content: ['./views/**/*.templ'],
  theme: {
    screens: { sm: '641px', md: '768px', lg: '1024px', xl: '1280px', '2xl': '1600px' },
    colors: {
      transparent: 'transparent',
      current: 'currentColor',
      ...Object.fromEntries(Object.keys(light).map((name) => [name, `var(--${name})`])),
    },
    fontFamily: {
      sans: ['system-ui', '-apple-system', '"Segoe UI"', 'Roboto', '"Noto Sans"', '"Vazirmatn"', '"Noto Sans Arabic"', '"DejaVu Sans"', 'sans-serif'],
      mono: ['ui-monospace', 'SFMono-Regular', 'Menlo', 'Consolas', '"Liberation Mono"', '"DejaVu Sans Mono"', 'monospace'],
    },
    fontSize: {
      12: ['.75rem', { lineHeight: '1rem' }],
      13: ['.8125rem', { lineHeight: '1.25rem' }],
      14: ['.875rem', { lineHeight: '1.25rem' }],
      16: ['1rem', { lineHeight: '1.5rem' }],
      20: ['1.25rem', { lineHeight: '1.75rem' }],
      28: ['1.75rem', { lineHeight: '2.25rem' }],
    },
    borderRadius: { none: '0', DEFAULT: '6px', full: '9999px' },
    boxShadow: { none: 'none', DEFAULT: 'var(--shadow)' },
    extend: {
      maxWidth: { prose: '68ch', page: '1600px' },
    },
  },
  plugins: [
    ({ addBase }) =>
      addBase({
        ':root': day,
        '@media (prefers-color-scheme: dark)': { ':root:not([data-theme=light])': night },
        ':root[data-theme=dark]': night,
        '@media print': { ':root:root:root': day }, // ink on white, whatever the theme
      }),
  ],
}
