<?php

declare(strict_types=1);

namespace PictureOptimizer\Health;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\Client;
use PictureOptimizer\Api\Connection;
use PictureOptimizer\Api\ServiceWords;
use PictureOptimizer\Counted;
use PictureOptimizer\Database\Schema;
use PictureOptimizer\Delivery\Probe;
use PictureOptimizer\Delivery\Redirecting;
use PictureOptimizer\Hooks;
use PictureOptimizer\Queue\Kick;
use PictureOptimizer\Queue\Schedules\ActionScheduler;
use PictureOptimizer\Store\JobStore;

/** Looks whether this site can do all that the plugin needs: for Site Health and for `wp picture-optimizer doctor`. */
final class Checks
{
    public function __construct(
        private readonly \wpdb $db,
        private readonly Schema $schema,
        private readonly Connection $connection,
        private readonly Client $client,
        private readonly JobStore $jobs,
        private readonly BackupChecks $backups,
    ) {
    }

    /** @return array<string, callable(): Check> by id; each is quick enough for a page */
    public function quick(): array
    {
        return [
            'tables' => $this->tables(...),
            'uploads' => $this->uploads(...),
            'schedule' => $this->schedule(...),
            'memory' => $this->memory(...),
        ];
    }

    /** @return array<string, callable(): Check> by id; these send requests */
    public function slow(): array
    {
        $checks = [
            'service' => $this->service(...),
            'loopback' => $this->loopback(...),
            'backups' => $this->backups->place(...),
            'originals' => $this->backups->originals(...),
            'unknown_backups' => $this->backups->unknown(...),
            'redirects' => $this->redirects(...),
            'leftovers' => $this->backups->leftovers(...),
            'types' => fn (): Check => (new FileTypes($this->db))->check(),
        ];
        // Where no file of this site is ever replaced, nothing is backed up or redirected, and no probe goes to that storage.
        return self::isElsewhere() ? array_diff_key($checks, ['backups' => 1, 'redirects' => 1]) : $checks;
    }

    /** Uploads lie behind a stream wrapper (“s3://bucket/uploads”): PHP writes there, but the files are on no disk of this server. */
    private static function isElsewhere(): bool
    {
        return wp_is_stream(wp_upload_dir(null, false)['basedir']);
    }

    /**
     * @param bool $deep whether every byte of every backup is read
     * @return list<Check>
     */
    public function all(bool $deep = false): array
    {
        $checks = $this->quick() + $this->slow();
        if ($deep) {
            $checks['originals'] = fn (): Check => $this->backups->originals(deep: true);
        }
        return array_values(array_map(static fn (callable $check): Check => $check(), $checks));
    }

    private function tables(): Check
    {
        foreach (array_keys($this->schema->tables()) as $table) {
            $engine = $this->db->get_var($this->db->prepare(
                'SELECT ENGINE FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = %s',
                $table
            ));
            if ($engine !== 'InnoDB') {
                return new Check(
                    'tables',
                    Check::CRITICAL,
                    __('Database tables are missing or use the wrong storage engine', 'picture-optimizer'),
                    /* translators: %s: name of a table */
                    sprintf(__(
                        '%s must be an InnoDB table. Deactivate and activate the plugin to create it again.',
                        'picture-optimizer'
                    ), $table)
                );
            }
            if (!$this->schema->isComplete($table)) {
                return new Check(
                    'tables',
                    Check::CRITICAL,
                    __('A database table is not up to date', 'picture-optimizer'),
                    /* translators: %s: name of a table */
                    sprintf(__(
                        '%s lacks what this version of the plugin needs. Ask your host to let the database user of WordPress change'
                        . ' tables (ALTER), then deactivate and activate the plugin.',
                        'picture-optimizer'
                    ), $table)
                );
            }
        }
        return Check::good('tables', __('All database tables are in place', 'picture-optimizer'));
    }

    private function uploads(): Check
    {
        $folder = wp_upload_dir(null, false)['basedir'];
        if (self::isElsewhere()) {
            return new Check('uploads', Check::CRITICAL, __('Uploads aren’t stored on this server', 'picture-optimizer'), sprintf(
                /* translators: %s: folder */
                __(
                    'The upload folder is %s. Images are only optimized where their files are on the server’s own disk, so all'
                    . ' images stored there are skipped; nothing is charged for them. If your storage plugin can keep a copy of'
                    . ' each file on this server, turn that on.',
                    'picture-optimizer'
                ),
                $folder
            ));
        }
        if (wp_is_writable($folder)) {
            return Check::good('uploads', __('The upload folder is writable', 'picture-optimizer'));
        }
        return new Check('uploads', Check::CRITICAL, __('The upload folder is read-only', 'picture-optimizer'), sprintf(
            /* translators: %s: folder */
            __('Images can’t be replaced until the web server can write to %s.', 'picture-optimizer'),
            $folder
        ));
    }

    private function schedule(): Check
    {
        $due = wp_next_scheduled(Hooks::TICK) ?: (ActionScheduler::isThere() ? time() : false);
        if (!$this->jobs->hasOpen() || ($due !== false && $due > time() - 5 * MINUTE_IN_SECONDS)) {
            return Check::good('schedule', __('The queue is running', 'picture-optimizer'));
        }
        return new Check(
            'schedule',
            Check::RECOMMENDED,
            __('Images are waiting, and WP-Cron isn’t running', 'picture-optimizer'),
            __(
                'Images are optimized while their progress is open in a browser tab. To optimize them without a tab, have a cron job'
                . ' on the server run “wp picture-optimizer work” or wp-cron.php every few minutes.',
                'picture-optimizer'
            )
        );
    }

    private function memory(): Check
    {
        $limit = wp_convert_hr_to_bytes((string) ini_get('memory_limit'));
        if ($limit <= 0 || $limit >= 64 * MB_IN_BYTES) {
            return Check::good('memory', __('There is enough memory', 'picture-optimizer'));
        }
        return new Check('memory', Check::RECOMMENDED, __('Low memory limit', 'picture-optimizer'), sprintf(
            /* translators: %s: memory limit */
            __('PHP may use only %s of memory; 64 MB or more is recommended.', 'picture-optimizer'),
            Counted::bytes($limit)
        ));
    }

    private function service(): Check
    {
        try {
            $account = $this->client->account();
        } catch (ApiError $error) {
            return new Check(
                'service',
                Check::CRITICAL,
                __('The service can’t be used', 'picture-optimizer'),
                $error->fullReport()
            );
        }
        $available = $account->credits->available;
        /* translators: %d: number of credits */
        $credits = Counted::say(_n('%d credit available.', '%d credits available.', $available, 'picture-optimizer'), $available);
        if ($account->frozen) {
            $label = __('The account is paused', 'picture-optimizer');
            return new Check('service', Check::RECOMMENDED, $label, ServiceWords::ofProblem('account_frozen', []));
        }
        if ($available === 0) {
            return new Check('service', Check::RECOMMENDED, __('No credits are left', 'picture-optimizer'), $credits);
        }
        $budget = $account->key->monthlyBudget;
        if ($budget !== null && $account->usage->creditsThisMonth >= $budget) {
            return new Check('service', Check::RECOMMENDED, __('This site’s monthly budget is used up', 'picture-optimizer'), Counted::say(
                /* translators: %d: number of credits */
                _n(
                    'New images wait until next month, or until the budget of %d credit is raised in the dashboard.',
                    'New images wait until next month, or until the budget of %d credits is raised in the dashboard.',
                    $budget,
                    'picture-optimizer'
                ),
                $budget
            ));
        }
        return Check::good('service', sprintf(
            /* translators: %s: host */
            __('Connected to %s', 'picture-optimizer'),
            (string) wp_parse_url($this->connection->url(), PHP_URL_HOST)
        ), $credits);
    }

    private function loopback(): Check
    {
        $cause = Kick::obstacle();
        if ($cause === null) {
            return Check::good('loopback', __('The site can reach itself', 'picture-optimizer'));
        }
        $why = $cause === Kick::NEEDS_PASSWORD
            ? __(
                'This site is password-protected and can’t reach itself, so neither WP-Cron nor background work can start.',
                'picture-optimizer'
            )
            : sprintf(/* translators: %s: cause */ __(
                'Requests from the site to its own address fail (%s), so background work starts late or not at all.',
                'picture-optimizer'
            ), $cause);
        return new Check('loopback', Check::RECOMMENDED, __('The site can’t reach itself', 'picture-optimizer'), $why . ' ' . __(
            'Images are optimized while their progress is open in a browser tab. To optimize them without a tab, have a cron job on'
            . ' the server run “wp picture-optimizer work” every few minutes.',
            'picture-optimizer'
        ));
    }

    /** Whether old names of pictures can be redirected by WordPress; where not, old files stay on the disk. */
    private function redirects(): Check
    {
        $redirecting = (new Probe())->redirects(ltrim((string) wp_upload_dir(null, false)['subdir'], '/'), 'jpg');
        if ($redirecting === Redirecting::Yes) {
            return Check::good('redirects', __('Old image names redirect to the new ones', 'picture-optimizer'));
        }
        if ($redirecting === Redirecting::Unknown) {
            return new Check(
                'redirects',
                Check::RECOMMENDED,
                __('It’s unclear whether old image names can be redirected', 'picture-optimizer'),
                __('The site couldn’t reach itself: there was no answer in time, or a password is required. Old files stay on the disk'
                    . ' until it can; it tries again in a few minutes.', 'picture-optimizer')
            );
        }
        return new Check(
            'redirects',
            Check::RECOMMENDED,
            __('The web server doesn’t pass requests for missing images to WordPress', 'picture-optimizer'),
            __(
                'Links to old names keep working, because old files stay on the disk. To save that space, let requests for'
                . ' missing files in the upload folder reach WordPress, or add the rules that “wp picture-optimizer rules'
                . ' nginx” (or “apache”) prints.',
                'picture-optimizer'
            )
        );
    }
}
