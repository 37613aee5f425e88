<?php

declare(strict_types=1);

namespace PictureOptimizer\Media;

use PictureOptimizer\Access;
use PictureOptimizer\Store\OpenJob;

/** The window can be closed and the work goes on: above the library stands the way back to it. */
final class OpenJobsNotice
{
    private const MOST = 3;

    /** @param \Closure(): void $keepGoing sees to it that open jobs are worked on */
    public function __construct(private readonly Statuses $statuses, private readonly \Closure $keepGoing)
    {
    }

    public function register(): void
    {
        add_action('admin_notices', $this->show(...));
    }

    public function show(): void
    {
        if (get_current_screen()?->id !== 'upload' || !Access::mayUse()) {
            return;
        }
        $jobs = $this->statuses->openJobs();
        in_array(false, array_column($jobs, 'isPaused'), true) && ($this->keepGoing)();
        foreach (array_slice($jobs, 0, self::MOST) as $job) {
            self::line(self::sentence($job), sprintf(
                '<button type="button" class="button" data-picopt-action="optimize" data-picopt-ids="" data-picopt-job="%d">%s</button>',
                $job->id,
                esc_html($job->inReview > 0 ? __('Review', 'picture-optimizer') : __('Show progress', 'picture-optimizer'))
            ));
        }
        $others = count($jobs) - self::MOST;
        if ($others > 0) {
            self::line(
                sprintf(
                    /* translators: %s: number of jobs */
                    _n('%s more job is running.', '%s more jobs are running.', $others, 'picture-optimizer'),
                    number_format_i18n($others)
                ),
                sprintf('<a href="%s">%s</a>', esc_url(BulkPage::url()), esc_html__('Show all jobs', 'picture-optimizer'))
            );
        }
    }

    /** @param string $button safe to print */
    private static function line(string $sentence, string $button): void
    {
        echo '<div class="notice notice-info is-dismissible"><p>' . esc_html($sentence) . " {$button}</p></div>";
    }

    private static function sentence(OpenJob $job): string
    {
        return match (true) {
            $job->inReview > 0 => sprintf(
                /* translators: %s: number of texts */
                _n(
                    'Text for %s image is waiting for your review.',
                    'Text for %s images is waiting for your review.',
                    $job->inReview,
                    'picture-optimizer'
                ),
                number_format_i18n($job->inReview)
            ),
            $job->isPaused => __('Image optimization is paused.', 'picture-optimizer'),
            default => __('Images are being optimized.', 'picture-optimizer'),
        };
    }
}
