// Metadata as a table to download, and a changed table back in, after a look at what it would change.
import { Button, FormFileUpload, Modal } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, _n } from '@wordpress/i18n';
import { counted } from '../shared/format';
import { readCsv, toCsv } from './csv';
import { labels } from './decisions';
import { Difference } from './Field';

export function CsvTools({ items, decisions }) {
  const [read, setRead] = useState(null);
  const download = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([toCsv(items, decisions.of)], { type: 'text/csv;charset=utf-8' }));
    link.download = 'image-metadata.csv';
    link.click();
    URL.revokeObjectURL(link.href);
  };
  const open = async (event) => {
    const [file] = event.currentTarget.files;
    if (file) {
      setRead(readCsv(await file.text(), items, decisions.of));
    }
  };
  // Else a browser takes the same file, changed once more, for no change at all.
  const forget = (event) => {
    event.currentTarget.value = '';
  };
  return (
    <div className="picopt-csv">
      <Button variant="tertiary" onClick={download} disabled={items.length === 0} accessibleWhenDisabled>
        {__('Download CSV', 'picture-optimizer')}
      </Button>
      <FormFileUpload accept=".csv,text/csv" onClick={forget} onChange={open} variant="tertiary" __next40pxDefaultSize>
        {__('Import CSV', 'picture-optimizer')}
      </FormFileUpload>
      {read && (
        <Differences
          read={read}
          decisions={decisions}
          onClose={() => setRead(null)}
          onApply={() => {
            read.found.forEach(({ item, changes }) => decisions.change(item, changes));
            setRead(null);
          }}
        />
      )}
    </div>
  );
}

function Differences({ read: { found, unknown }, decisions, onApply, onClose }) {
  return (
    <Modal title={__('Changes in this table', 'picture-optimizer')} overlayClassName="picopt-overlay" onRequestClose={onClose}>
      {unknown > 0 && (
        <p className="picopt-warning">
          {counted(
            /* translators: %d: number of rows */
            _n('%d row matches no image here and is ignored.', '%d rows match no image here and are ignored.', unknown, 'picture-optimizer'),
            unknown
          )}
        </p>
      )}
      {found.length === 0 && <p>{__('This table changes nothing.', 'picture-optimizer')}</p>}
      <ul className="picopt-differences">
        {found.map(({ item, changes }) => (
          <li key={item.id}>
            <strong>{item.file}</strong>
            <dl>
              {Object.entries(changes).map(([name, value]) => (
                <Change key={name} name={name} before={decisions.of(item)[name]} after={value} />
              ))}
            </dl>
          </li>
        ))}
      </ul>
      <p>{__('Changes are saved for review. Nothing is published before you approve it.', 'picture-optimizer')}</p>
      <div className="picopt-buttons">
        <Button variant="tertiary" onClick={onClose}>
          {__('Cancel', 'picture-optimizer')}
        </Button>
        <Button variant="primary" onClick={onApply} disabled={found.length === 0} accessibleWhenDisabled>
          {counted(
            /* translators: %d: number of images */
            _n('Change %d image', 'Change %d images', found.length, 'picture-optimizer'),
            found.length
          )}
        </Button>
      </div>
    </Modal>
  );
}

const names = {
  ...labels,
  tags: __('Tags', 'picture-optimizer'),
  file_name: __('File name', 'picture-optimizer'),
  decorative: __('Decorative', 'picture-optimizer'),
};

function Change({ name, before, after }) {
  return (
    <>
      <dt>{names[name]}</dt>
      <dd>
        <Difference before={asText(before)} after={asText(after)} />
      </dd>
    </>
  );
}

function asText(value) {
  if (typeof value === 'boolean') {
    return value ? __('yes', 'picture-optimizer') : __('no', 'picture-optimizer');
  }
  return value.text ?? value;
}
