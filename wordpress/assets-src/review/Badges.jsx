// What somebody who reviews an image should know before reading its text.
export function Badges({ doubts }) {
  return doubts.length === 0 ? null : (
    <span className="picopt-badges">
      {doubts.map(({ kind, text }) => (
        <span key={kind} className={`picopt-badge picopt-doubt-${kind}`}>
          {text}
        </span>
      ))}
    </span>
  );
}
