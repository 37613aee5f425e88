// Where the block editor draws what a block's tools put there.
export const BlockControls = ({ children }) => <div data-testid="toolbar">{children}</div>;
export const InspectorControls = ({ children }) => <div data-testid="sidebar">{children}</div>;
