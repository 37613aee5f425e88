// Our screens in WordPress' command palette (Ctrl+K), on every admin page that has one.
import { dispatch } from '@wordpress/data';
import { decodeEntities } from '@wordpress/html-entities';

// {name, label, url} each, as Wizard/Assets.php says them: only what this person may open.
window.pictureOptimizerCommands.forEach(({ name, label, url }) =>
  dispatch('core/commands').registerCommand({
    name: `picture-optimizer/${name}`,
    label: decodeEntities(label),
    category: 'view',
    callback: ({ close }) => {
      close();
      window.location.assign(url);
    },
  })
);
