// What is wider than a phone, and scrolls by touch, wheel or keyboard; it has a name for those who hear it.
export function Scroll({ label, children }) {
  return (
    <div className="picopt-scroll" role="region" tabIndex={0} aria-label={label}>
      {children}
    </div>
  );
}
