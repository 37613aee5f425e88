<?php

/**
 * What was learned from reviews. Gets $action, $proposals and $lessons from GlossarySection::show().
 */

declare(strict_types=1);

defined('ABSPATH') || exit;
?>
<h2><?php esc_html_e('Learned from reviews', 'picture-optimizer'); ?></h2>
<?php if ($lessons === []) : ?>
    <p><?php esc_html_e('Nothing yet. Changes made in review are kept here while “Learn from reviews” is on.', 'picture-optimizer'); ?></p>
<?php else : ?>
    <form method="post" action="<?php echo esc_url(admin_url('admin-post.php')); ?>">
        <input type="hidden" name="action" value="<?php echo esc_attr($action); ?>">
        <?php wp_nonce_field($action); ?>
        <?php if ($proposals !== []) : ?>
            <fieldset>
                <legend><?php esc_html_e('Names that your team added by hand more than once:', 'picture-optimizer'); ?></legend>
                <?php foreach ($proposals as $name) : ?>
                    <label>
                        <input type="checkbox" name="names[]" value="<?php echo esc_attr($name); ?>" checked>
                        <?php echo esc_html($name); ?>
                    </label><br>
                <?php endforeach; ?>
            </fieldset>
            <p>
                <button class="button button-primary" name="do" value="add">
                    <?php esc_html_e('Add to the glossary', 'picture-optimizer'); ?>
                </button>
            </p>
        <?php endif; ?>
        <table class="widefat striped">
            <thead><tr>
                <th scope="col"><?php esc_html_e('Field', 'picture-optimizer'); ?></th>
                <th scope="col"><?php esc_html_e('Proposed', 'picture-optimizer'); ?></th>
                <th scope="col"><?php esc_html_e('Approved', 'picture-optimizer'); ?></th>
                <th scope="col"><?php esc_html_e('Change', 'picture-optimizer'); ?></th>
            </tr></thead>
            <tbody>
            <?php foreach ($lessons as $lesson) : ?>
                <tr>
                    <td><?php echo esc_html(\PictureOptimizer\Text\Decisions::label($lesson->field)); ?></td>
                    <td><?php echo esc_html($lesson->before); ?></td>
                    <td><?php echo esc_html($lesson->after); ?></td>
                    <td><?php echo esc_html($lesson->kind->label()); ?></td>
                </tr>
            <?php endforeach; ?>
            </tbody>
        </table>
        <p>
            <button class="button" name="do" value="export"><?php esc_html_e('Export all as CSV', 'picture-optimizer'); ?></button>
            <button class="button" name="do" value="forget">
                <?php esc_html_e('Delete all', 'picture-optimizer'); ?>
            </button>
        </p>
    </form>
<?php endif; ?>
