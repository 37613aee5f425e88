<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Database\Bystanders;
use PictureOptimizer\Database\Cells;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\Disk;

/** Proves that a replacement did what it should. What it finds damaged is taken back. */
final class Verifier
{
    public function __construct(
        private readonly Journal $journal,
        private readonly Cells $cells,
        private readonly Pages $pages,
    ) {
    }

    /** A batch begins: looking at pages may take its time again. */
    public function start(): void
    {
        $this->pages->start();
    }

    /** @throws ChangeError When the picture or a value that names it is damaged. */
    public function verify(Run $run): void
    {
        $this->files($run);
        $this->values($run);
        $this->address($run);
        $posts = $this->cells->postsOf($run->id);
        $run->verified = $this->pages->check($posts, array_values($run->newNames)) ? 'pages' : 'database only';
        $this->journal->save($run, 'verify');
    }

    private function files(Run $run): void
    {
        Bystanders::tell(static fn () => clean_post_cache($run->attachmentId()));
        foreach ($run->newNames as $size => $name) {
            if (Disk::sha256($run->absolute($name)) !== $run->hashes[$size]) {
                throw new ChangeError(sprintf(
                    /* translators: %s: file name */
                    __('The file %s doesn’t contain what was written.', 'picture-optimizer'),
                    $name
                ));
            }
        }
        $full = $run->newNames['full'] ?? null;
        if ($full !== null && Attachment::load($run->attachmentId())->file !== $run->relative($full)) {
            throw new ChangeError(__(
                'WordPress doesn’t use the new file. Another plugin may have changed it back.',
                'picture-optimizer'
            ));
        }
    }

    private function address(Run $run): void
    {
        [$old, $new] = [$run->oldNames['full'], $run->newNames['full'] ?? $run->oldNames['full']];
        $url = $old === $new ? '' : (string) wp_get_attachment_url($run->attachmentId());
        $url === '' || $this->pages->checkFile($url, dirname($url) . '/' . rawurlencode($old));
    }

    private function values(Run $run): void
    {
        foreach ($this->cells->changesOf($run->id) as $change) {
            if ($this->cells->obstacle($change->cell) !== null) {
                continue; // It was proved when there was memory for it.
            }
            $value = $this->cells->read($change->cell);
            $ours = $value !== null && hash('sha256', $value) === $change->hashAfter;
            // What PHP could not read before without the code it belongs to (an enum) is no sign of damage.
            if ($ours && self::isUnreadable($value) && !self::isUnreadable($change->edits->inverted()->apply($value))) {
                throw new ChangeError(sprintf(
                    /* translators: 1: name of a database column, 2: key of a row, 3: name of a database table */
                    __('%1$s in row %2$s of the table %3$s can no longer be read.', 'picture-optimizer'),
                    $change->cell->column,
                    $change->cell->key,
                    $change->cell->table
                ));
            }
        }
    }

    private static function isUnreadable(string $value): bool
    {
        return is_serialized($value) && @unserialize($value, ['allowed_classes' => false]) === false;
    }
}
