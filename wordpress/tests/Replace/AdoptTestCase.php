<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\PrivateFolder;
use PictureOptimizer\Replace\Adoption;
use PictureOptimizer\Replace\Text;

/** Backups that the database does not know. */
abstract class AdoptTestCase extends ReplaceTestCase
{
    /** As "restore the database only" does it: rows are those of before, files are those of now. */
    protected function replacedAndDatabaseRestored(int $id): string
    {
        global $wpdb;
        $posts = $wpdb->get_results("SELECT * FROM {$wpdb->posts} WHERE ID = {$id}", ARRAY_A);
        $meta = $wpdb->get_results("SELECT * FROM {$wpdb->postmeta} WHERE post_id = {$id}", ARRAY_A);
        $attachment = Attachment::load($id);
        $old = array_map($attachment->absolute(...), array_values($attachment->names()));
        $this->applied($this->change($id, 'webp', 'Red bike', new Text('A red bike')));
        $backup = $this->workshop->journal->inEffect($id)[0]->backup;
        foreach (Attachment::load($id)->names() as $new) {
            self::assertStringContainsString('red-bike', $new);
        }
        // Where redirects do not work old names stay; here they are gone: those of this image, whatever else lies beside them.
        array_map('unlink', array_filter($old, 'file_exists'));
        $wpdb->delete($wpdb->postmeta, ['post_id' => $id]);
        array_map(static fn (array $row) => $wpdb->insert($wpdb->postmeta, $row), $meta);
        array_map(static fn (array $row) => $wpdb->replace($wpdb->posts, $row), $posts);
        $this->forgetEverything();
        return $backup;
    }

    protected function forgetEverything(): void
    {
        global $wpdb;
        foreach (array_keys($this->plugin->schema()->tables()) as $table) {
            str_ends_with($table, '_fence') || $wpdb->query("DELETE FROM {$table}");
        }
        wp_cache_flush();
        PrivateFolder::backups();
    }

    protected function adopted(int $id, bool $overwrite = false, bool $dryRun = false): ?Adoption
    {
        foreach ($this->replacer->adopt($overwrite, $dryRun) as $adoption) {
            if ($adoption->attachmentId === $id) {
                return $adoption;
            }
        }
        return null;
    }
}
