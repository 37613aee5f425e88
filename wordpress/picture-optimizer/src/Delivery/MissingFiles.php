<?php

declare(strict_types=1);

namespace PictureOptimizer\Delivery;

use PictureOptimizer\Database\Schema as Tables;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\Described;
use PictureOptimizer\Hooks;

/**
 * Helps a site whose database and files are of two different times, as after half of a backup was restored: pages name a file of
 * today that is not there. A former file of the same size stands in for it, and what backups can bring back is looked for soon.
 */
final class MissingFiles
{
    /** Remembers that backups were looked through: what is missing then is missing for another reason. */
    public const LOOKED = 'picture_optimizer_looked_for_files';

    /** Whether a file of an image that had other names is missing: whose it is takes a search, which others' requests need not cost. */
    private const MISSING = 'picture_optimizer_files_are_missing';

    private const CHUNK = 500;

    private const NAME = '~^(?<stem>.+?)(?:-\d+x\d+)?\.(?:jpe?g|png|gif|webp|avif)$~iD';

    /** What WordPress puts behind the name of the file that it shows in the place of a large or turned upload, and what it can be. */
    private const ENDINGS = ['', '-scaled', '-rotated'];
    private const EXTENSIONS = ['jpg', 'jpeg', 'png', 'gif', 'webp', 'avif'];

    public function __construct(private readonly \wpdb $db, private readonly Redirects $redirects)
    {
    }

    public function register(): void
    {
        // After backups were looked through.
        add_action(Hooks::HEAL, $this->look(...), 20);
        add_action(Hooks::DAILY, $this->look(...), 20);
    }

    public function look(): void
    {
        $missing = Tables::isHere() && $this->isAnyMissing();
        $missing === (bool) get_option(self::MISSING) || update_option(self::MISSING, (int) $missing, true);
    }

    private function isAnyMissing(): bool
    {
        $uploads = Attachment::uploads();
        $next = fn (int $after): array => $this->redirects->attachments($after, self::CHUNK);
        for ($ids = $next(0); $ids !== []; $ids = $next(end($ids))) {
            update_meta_cache('post', $ids);
            foreach (array_map(Described::file(...), $ids) as $file) {
                if ($file !== '' && !str_contains($file, '://') && !file_exists("{$uploads}/{$file}")) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * @param string $path Relative to uploads.
     * @return string|null A file that shows the same, relative to uploads; null where there is none, or nothing is missing.
     */
    public function standIn(string $path): ?string
    {
        $at = Attachment::uploads();
        if (!preg_match(self::NAME, $path, $name) || file_exists("{$at}/{$path}")) {
            return null;
        }
        if (get_transient(self::LOOKED) === false && wp_next_scheduled(Hooks::HEAL) === false) {
            wp_schedule_single_event(time(), Hooks::HEAL);
        }
        [$id, $size] = (get_option(self::MISSING) ? $this->owner($path, $name['stem']) : null) ?? [0, ''];
        if ($id === 0) {
            return null;
        }
        $former = array_filter($this->redirects->formerNames($id, $size), static fn (string $one): bool => is_file("{$at}/{$one}"));
        return array_values($former)[0] ?? null;
    }

    /** @return array{int, string}|null The image whose file it is today, and the size. */
    private function owner(string $path, string $stem): ?array
    {
        $files = [$path];
        foreach (self::ENDINGS as $ending) {
            array_push($files, ...array_map(static fn (string $type): string => "{$stem}{$ending}.{$type}", self::EXTENSIONS));
        }
        $marks = implode(',', array_fill(0, count($files), '%s'));
        $ids = $this->db->get_col($this->db->prepare(
            "SELECT post_id FROM {$this->db->postmeta} WHERE meta_key = %s AND meta_value IN ({$marks}) LIMIT 20",
            Described::FILE,
            ...$files
        ));
        foreach (array_map('intval', $ids) as $id) {
            $size = array_search(basename($path), Attachment::load($id)->names(), true);
            if ($size !== false && get_post_type($id) === 'attachment') {
                return [$id, (string) $size];
            }
        }
        return null;
    }
}
