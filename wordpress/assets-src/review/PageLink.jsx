// A page's title, and the way to its editor for those who may edit it.
export function PageLink({ page: { edit, title } }) {
  return edit ? (
    <a href={edit} target="_blank" rel="noreferrer">
      {title}
    </a>
  ) : (
    title
  );
}
