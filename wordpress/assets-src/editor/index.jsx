// The block editor's tools for images. Loaded only there; the wizard comes when somebody opens it.
import { createHigherOrderComponent } from '@wordpress/compose';
import { addFilter } from '@wordpress/hooks';
import { registerPlugin } from '@wordpress/plugins';
import { FeaturedTools } from './FeaturedTools';
import { GalleryTools } from './GalleryTools';
import { ImageTools } from './ImageTools';
import { GALLERY, imageOf } from './images';
import { PrePublish } from './PrePublish';
import './editor.css';

const withImageTools = createHigherOrderComponent(
  (BlockEdit) =>
    function BlockEditWithImageTools(props) {
      const image = imageOf(props);
      return (
        <>
          <BlockEdit {...props} />
          {image && <ImageTools image={image} isSelected={props.isSelected} />}
          {props.name === GALLERY && props.isSelected && <GalleryTools clientId={props.clientId} />}
        </>
      );
    },
  'withImageTools'
);
addFilter('editor.BlockEdit', 'picture-optimizer/image-tools', withImageTools);

addFilter(
  'editor.PostFeaturedImage',
  'picture-optimizer/featured-image',
  (FeaturedImage) =>
    function FeaturedImageWithTools(props) {
      return (
        <>
          <FeaturedImage {...props} />
          <FeaturedTools />
        </>
      );
    }
);

// WordPress 6.6 moved the panel; before, and in editors without posts, it is somewhere else or nowhere.
const Panel = window.wp.editor?.PluginPrePublishPanel ?? window.wp.editPost?.PluginPrePublishPanel;
if (Panel) {
  registerPlugin('picture-optimizer', { icon: 'format-image', render: () => <PrePublish Panel={Panel} /> });
}
