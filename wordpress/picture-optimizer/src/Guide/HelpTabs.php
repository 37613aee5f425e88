<?php

declare(strict_types=1);

namespace PictureOptimizer\Guide;

use PictureOptimizer\Access;
use PictureOptimizer\Agents\ConsentPage;
use PictureOptimizer\Audit\Page as AuditPage;
use PictureOptimizer\Media\BulkPage;
use PictureOptimizer\Media\ReportPage;

/** WordPress' Help tab on each screen that has something of ours: what it is for, and the pages of the guide about it. */
final class HelpTabs
{
    private const ID = 'picture-optimizer';

    public function __construct(private readonly HelpLink $guide)
    {
    }

    public function register(): void
    {
        add_action('current_screen', function (\WP_Screen $screen): void {
            Access::mayUse() && $this->add($screen);
        });
    }

    public function add(\WP_Screen $screen): void
    {
        [$text, $topics] = self::about($screen->id) ?? ['', []];
        if ($text !== '') {
            $screen->add_help_tab([
                'id' => self::ID,
                'title' => __('Picture Optimizer', 'picture-optimizer'),
                'content' => '<p>' . esc_html($text) . '</p>' . $this->links($topics),
            ]);
        }
    }

    /** @param list<Topic> $topics */
    private function links(array $topics): string
    {
        $links = '';
        foreach ($topics as $topic) {
            $url = $this->guide->to($topic);
            $links .= $url === '' ? '' : sprintf(
                '<li><a href="%s" target="_blank" rel="noopener">%s</a></li>',
                esc_url($url),
                esc_html($topic->label())
            );
        }
        return $links === '' ? '' : '<p>' . esc_html__('In the guide:', 'picture-optimizer') . "</p><ul>{$links}</ul>";
    }

    /** @return array{string, list<Topic>}|null what a screen is for, and what to read about it */
    private static function about(string $screen): ?array
    {
        return match ($screen) {
            'upload' => [__(
                'Select images and choose “Optimize images” from the bulk actions. You see the cost before anything is spent,'
                    . ' and “Restore originals” brings back every file, text, and link.',
                'picture-optimizer'
            ), [Topic::FirstBatch, Topic::Review, Topic::Revert]],
            'attachment' => [__(
                'The Picture Optimizer field shows what was done to this image. “Image details” compares it with its original, lists'
                    . ' the pages that use it, and brings back earlier metadata.',
                'picture-optimizer'
            ), [Topic::Revert, Topic::Review]],
            'media_page_' . BulkPage::SLUG => [__(
                'Optimize the whole library, or choose images by filters. Work continues when you close the tab; pause or stop'
                    . ' it here at any time.',
                'picture-optimizer'
            ), [Topic::FirstBatch, Topic::Credits, Topic::Revert]],
            'media_page_' . AuditPage::SLUG => [__(
                'The audit is free and changes nothing. It lists images without alt text or with poor alt text, heavy files, old formats,'
                    . ' and duplicates. Select some and fix them from here.',
                'picture-optimizer'
            ), [Topic::FirstBatch, Topic::Review]],
            'media_page_' . ReportPage::SLUG => [__(
                'What has been saved so far, month by month. Print it or download it as a table for a client.',
                'picture-optimizer'
            ), [Topic::Agencies, Topic::Credits]],
            'media_page_' . ConsentPage::SLUG => [__(
                'AI agents can suggest plans. Nothing is spent before you approve a plan here.',
                'picture-optimizer'
            ), [Topic::Credits, Topic::Revert]],
            'settings_page_picture-optimizer' => [__(
                'Connect this site, and choose what happens to images by default. Each batch can use other settings.',
                'picture-optimizer'
            ), [Topic::Connecting, Topic::AutomaticUploads, Topic::Shop, Topic::Multilingual, Topic::Agencies]],
            'site-health' => [__(
                'Picture Optimizer checks here that backups are safe, that old image URLs keep working, and that the service'
                    . ' can be reached.',
                'picture-optimizer'
            ), [Topic::Revert, Topic::Connecting]],
            default => null,
        };
    }
}
