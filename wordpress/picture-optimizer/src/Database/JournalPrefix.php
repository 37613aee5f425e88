<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

/**
 * The journal names tables as they are called. Where the site's tables have another prefix since, as in a copy beside the site in the
 * same database (WP Staging) or after a tool has renamed them, those of before are another site's, or nobody's: the journal follows.
 */
final class JournalPrefix
{
    /** @var array<string, true> Journals that were looked at. */
    private array $known = [];

    public function __construct(private readonly \wpdb $db)
    {
    }

    /** @param string $journal The table of changes. */
    public function follow(string $journal): void
    {
        if (isset($this->known[$journal])) {
            return;
        }
        $this->known[$journal] = true;
        foreach ($this->former($journal) as $former) {
            [$from, $to] = $this->bases($former);
            // Another request can have been here in between: what begins with a longer prefix of today has followed.
            $followed = str_starts_with($to, $from) ? $this->db->prepare(' AND LEFT(tbl, %d) <> %s', strlen($to), $to) : '';
            $this->db->query($this->db->prepare(
                "UPDATE {$journal} SET tbl = CONCAT(%s, SUBSTRING(tbl, %d)) WHERE LEFT(tbl, %d) = %s",
                $to,
                strlen($from) + 1,
                strlen($from),
                $from
            ) . $followed);
        }
    }

    /**
     * What a replacement changes of its own image stands in this site's tables, whatever they are called.
     *
     * @return list<string> Prefixes, of which none is today's.
     */
    private function former(string $journal): array
    {
        // By the index alone: a journal can have a row for each of a million values, and each row some kilobytes.
        $tables = preg_grep('/(?:postmeta|posts)$/D', $this->db->get_col("SELECT DISTINCT tbl FROM {$journal}")) ?: [];
        $todays = [strtolower($this->db->postmeta), strtolower($this->db->posts)];
        $others = array_filter($tables, fn (string $table): bool => !in_array(strtolower($table), $todays, true)
            && $this->db->get_var($this->db->prepare(
                "SELECT 1 FROM {$journal} WHERE tbl = %s AND kind = %s LIMIT 1",
                $table,
                ChangeKind::Own->value
            )) !== null);
        return array_values(array_unique((array) preg_replace('/(?:postmeta|posts)$/D', '', $others)));
    }

    /** @return array{string, string} The prefix of before and of today; in a network without the site's number, as others' tables are named, too. */
    private function bases(string $former): array
    {
        $number = is_multisite() ? get_current_blog_id() . '_' : '';
        return $number !== '' && str_ends_with($former, "_{$number}") && str_ends_with($this->db->prefix, "_{$number}")
            ? [substr($former, 0, -strlen($number)), substr($this->db->prefix, 0, -strlen($number))]
            : [$former, $this->db->prefix];
    }
}
