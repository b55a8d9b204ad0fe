/** A pennant: what the ships of a flotilla sail under. */
export const LogoIcon = () => (
  <svg
    width="28"
    height="28"
    viewBox="0 0 28 28"
    fill="none"
    aria-hidden="true"
    focusable="false"
  >
    <path
      d="M5 3v22"
      stroke="#9cc9ff"
      strokeWidth="2.5"
      strokeLinecap="round"
    />
    <path d="M6 4l17 5-17 5z" fill="#9cc9ff" />
    <path
      d="M9 22c3-3 6 3 9 0s5-1 7-1"
      stroke="#fff"
      strokeWidth="2"
      strokeLinecap="round"
    />
  </svg>
);
