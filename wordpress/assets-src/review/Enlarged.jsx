// One image as large as the window.
import { Modal } from '@wordpress/components';

export function Enlarged({ item, onClose }) {
  return (
    <Modal title={item.file} onRequestClose={onClose} className="picopt-enlarged" overlayClassName="picopt-overlay" isFullScreen>
      <img src={item.full} alt={item.present.alt} />
    </Modal>
  );
}
