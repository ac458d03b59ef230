/** The mark: five bars of a voice. Decoration beside the name. */
export function Logo() {
  return (
    <svg aria-hidden="true" width="18" height="18" viewBox="0 0 18 18" fill="none">
      <path
        d="M2 7v4M5.5 4v10M9 6.5v5M12.5 2.5v13M16 7v4"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
      />
    </svg>
  );
}
