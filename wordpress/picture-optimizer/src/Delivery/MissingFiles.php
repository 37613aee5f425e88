<?php

declare(strict_types=1);

namespace PictureOptimizer\Delivery;

use PictureOptimizer\Budget;
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
    /** When backups were last looked through: what is missing after that is missing for another reason. */
    public const LOOKED = 'picture_optimizer_looked_for_files';

    /**
     * Whether a file of an image that had other names is missing: whose it is takes a search, which others' requests need not cost.
     * It and the one before are loaded with all options: bots ask every site for images that it never had.
     */
    private const MISSING = 'picture_optimizer_files_are_missing';

    /** The image at which the last look ended. */
    private const LOOKED_UP_TO = 'picture_optimizer_files_looked_up_to';

    /** What was answered last, also that there is nothing: an image's owner is looked for without an index. */
    private const ANSWERS = 'picture_optimizer_stand_ins';
    private const MOST_ANSWERS = 200;

    /** Images of which neither today's file nor a former one is there. */
    private const WANTED = 'picture_optimizer_wanted_files';
    private const MOST_WANTED = 200;

    private const INTERVAL = 10 * MINUTE_IN_SECONDS;
    private const CHUNK = 200;

    /** Names that were given last, of some images each: a restored backup lacks those first. */
    private const NEWEST = 2000;

    private const NAME = '~^(?<stem>.+?)(?:-\d+x\d+)?\.(?:jpe?g|png|gif|webp|avif)$~iD';

    /** What WordPress puts behind the name of the file that it shows in the place of a large or turned upload, and what it can be. */
    private const ENDINGS = ['', '-scaled', '-rotated'];
    private const EXTENSIONS = ['jpg', 'jpeg', 'png', 'gif', 'webp', 'avif'];

    public function __construct(private readonly \wpdb $db, private readonly Redirects $redirects)
    {
    }

    /** Begins with the images that were replaced last, then goes on where the last look ended: a network's disk can be slow. */
    public function look(Budget $budget): void
    {
        if (!Tables::isHere()) {
            return;
        }
        // The newest have half of the time, or on a slow disk nobody would ever come to the others.
        [$isMissing] = $this->search($this->redirects->newest(self::NEWEST), Budget::ofSeconds($budget->secondsLeft() / 2));
        $missing = $isMissing ?: $this->lookOn($budget);
        delete_transient(self::ANSWERS);
        $known = get_option(self::MISSING);
        $now = (int) ($missing ?? $known);
        ($known !== false && (int) $known === $now) || update_option(self::MISSING, $now, true);
    }

    /** @return bool|null Null where the time was over first. */
    private function lookOn(Budget $budget): ?bool
    {
        $at = (int) get_option(self::LOOKED_UP_TO, 0);
        do {
            $ids = $this->redirects->attachments($at, self::CHUNK);
            [$found, $last] = $this->search($ids, $budget);
            $at = $found ? $at : $last; // after the last: from the beginning
        } while (!$found && $at !== 0 && $budget->isLeft());
        update_option(self::LOOKED_UP_TO, $at, false);
        return $found ?: ($at === 0 ? false : null);
    }

    /**
     * @param array<int> $ids Only their files' names are read: all that WordPress knows of many images does not fit into memory.
     * @param Budget $budget Asked after each file: a network's disk may take its time for each.
     * @return array{bool, int} Whether a file of theirs is missing, and the last of them that was looked at; 0 where there is none.
     */
    private function search(array $ids, Budget $budget): array
    {
        $uploads = Attachment::uploads();
        foreach (array_chunk($ids, self::CHUNK) as $some) {
            $marks = implode(',', array_fill(0, count($some), '%d'));
            $files = array_column($this->db->get_results($this->db->prepare(
                "SELECT post_id, meta_value FROM {$this->db->postmeta} WHERE meta_key = %s AND post_id IN ({$marks})",
                Described::FILE,
                ...$some
            ), ARRAY_A), 'meta_value', 'post_id');
            foreach ($some as $id) {
                $file = (string) ($files[$id] ?? '');
                $isPath = $file !== '' && !str_contains($file, '://') && !is_serialized($file);
                $isMissing = $isPath && !file_exists("{$uploads}/{$file}");
                if ($isMissing || !$budget->isLeft()) {
                    return [$isMissing, $id];
                }
            }
        }
        return [false, (int) end($ids)];
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
        $missing = get_option(self::MISSING);
        if (wp_next_scheduled(Hooks::HEAL) === false && time() - (int) get_option(self::LOOKED) >= self::INTERVAL) {
            $missing === false && add_option(self::MISSING, 0, '', true);
            wp_schedule_single_event(time(), Hooks::HEAL);
        }
        $file = $missing ? $this->answer($path, $name['stem']) : '';
        return $file !== '' && is_file("{$at}/{$file}") ? $file : null;
    }

    /** @return string A file that shows the same; empty where there is none. */
    private function answer(string $path, string $stem): string
    {
        $answers = get_transient(self::ANSWERS);
        $answers = is_array($answers) ? $answers : [];
        $key = 'of ' . md5($path);
        $known = is_array($answers[$key] ?? null) ? $answers[$key] : [];
        if (is_string($known[1] ?? null) && time() - (int) $known[0] < self::INTERVAL) {
            return $known[1];
        }
        $file = $this->former($path, $stem);
        set_transient(self::ANSWERS, array_slice([$key => [time(), $file]] + $answers, 0, self::MOST_ANSWERS), self::INTERVAL);
        return $file;
    }

    private function former(string $path, string $stem): string
    {
        [$id, $size] = $this->owner($path, $stem) ?? [0, ''];
        $at = Attachment::uploads();
        $former = $id === 0 ? [] : $this->redirects->formerNames($id, $size);
        $there = array_values(array_filter($former, static fn (string $one): bool => is_file("{$at}/{$one}")));
        $id === 0 || $there !== [] || self::want($id);
        return $there[0] ?? '';
    }

    /** Its backup may have what is missing: it is looked for soon, and not while a visitor waits. */
    private static function want(int $id): void
    {
        $wanted = self::wanted();
        if (!in_array($id, $wanted, true) && count($wanted) < self::MOST_WANTED) {
            update_option(self::WANTED, [...$wanted, $id], false);
            wp_next_scheduled(Hooks::HEAL) === false && wp_schedule_single_event(time(), Hooks::HEAL);
        }
    }

    /** @return list<int> Images whose files are to be looked for in backups. */
    public static function wanted(): array
    {
        return array_values(array_filter((array) get_option(self::WANTED, []), is_int(...)));
    }

    /** @param list<int> $ids Images that there was no time for. */
    public static function wantOnly(array $ids): void
    {
        $ids === [] ? delete_option(self::WANTED) : update_option(self::WANTED, $ids, false);
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
        foreach (array_map(intval(...), $ids) as $id) {
            // A row can outlive its image.
            $names = Attachment::namesIn(Described::file($id), get_post_meta($id, '_wp_attachment_metadata', true));
            $size = array_search(basename($path), $names, true);
            if ($size !== false && get_post_type($id) === 'attachment') {
                return [$id, (string) $size];
            }
        }
        return null;
    }
}
