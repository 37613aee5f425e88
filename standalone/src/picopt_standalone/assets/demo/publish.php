<?php
/**
 * Run by `wp eval-file publish.php MAP`, where MAP is JSON: file name of a sample → attachment id.
 * Publishes the demo's posts, each using pictures in another way, and prints [{"id", "title", "url"}, ...].
 * (No strict_types: WP-CLI evaluates the file after code of its own.)
 */

$ids = json_decode($args[0], true, flags: JSON_THROW_ON_ERROR);

$imageBlock = static function (int $id, string $size): string {
    $url = wp_get_attachment_image_url($id, $size);
    return <<<HTML
        <!-- wp:image {"id":{$id},"sizeSlug":"{$size}","linkDestination":"none"} -->
        <figure class="wp-block-image size-{$size}"><img src="{$url}" alt="" class="wp-image-{$id}"/></figure>
        <!-- /wp:image -->
        HTML;
};

$gallery = static function (array $pictures) use ($imageBlock): string {
    $images = implode("\n", array_map(static fn (int $id): string => $imageBlock($id, 'full'), $pictures));
    return <<<HTML
        <!-- wp:gallery {"linkTo":"none"} -->
        <figure class="wp-block-gallery has-nested-images columns-default is-cropped">{$images}</figure>
        <!-- /wp:gallery -->
        HTML;
};

$cover = static function (int $id): string {
    $url = wp_get_attachment_image_url($id, 'full');
    return <<<HTML
        <!-- wp:cover {"url":"{$url}","id":{$id},"dimRatio":30,"minHeight":420} -->
        <div class="wp-block-cover" style="min-height:420px"><img class="wp-block-cover__image-background wp-image-{$id}" alt=""
        src="{$url}" data-object-fit="cover"/><span aria-hidden="true"
        class="wp-block-cover__background has-background-dim-30 has-background-dim"></span><div
        class="wp-block-cover__inner-container"><!-- wp:paragraph {"align":"center"} -->
        <p class="has-text-align-center">Sixteen photographs in one</p>
        <!-- /wp:paragraph --></div></div>
        <!-- /wp:cover -->
        HTML;
};

// As the classic editor and older themes wrote it: every candidate of the srcset stands in the content itself.
$classic = static fn (int $id): string => wp_get_attachment_image($id, 'full', false, ['class' => "alignnone wp-image-{$id}"]);

$posts = [
    ['title' => 'Two macaws (image block)', 'content' => $imageBlock($ids['IMG_2301.png'], 'full')],
    [
        'title' => 'Coffee, cat and astronaut (gallery)',
        'content' => $gallery([$ids['coffee.png'], $ids['chelsea.png'], $ids['astronaut.png'], $ids['flower.jpg']]),
    ],
    ['title' => 'A contact sheet (cover)', 'content' => $cover($ids['contact-sheet.jpg'])],
    ['title' => 'Motocross (classic img with srcset)', 'content' => $classic($ids['IMG_2005.jpg'])],
    [
        'title' => 'The lighthouse (featured image, and a page builder’s data)',
        'content' => $imageBlock($ids['china.jpg'], 'medium') . $imageBlock($ids['IMG_2020.jpg'], 'full'),
        'featured' => $ids['DSC_0419.jpg'],
        'meta' => ['slides' => [['image' => wp_get_attachment_url($ids['IMG_2020.jpg']), 'id' => $ids['IMG_2020.jpg']]]],
    ],
    [
        'title' => 'Everything else',
        'content' => $imageBlock($ids['P1070007.jpg'], 'full') . $imageBlock($ids['rocket.jpg'], 'full')
            . $imageBlock($ids['stairs.webp'], 'large'),
    ],
];

$published = [];
foreach ($posts as $post) {
    $id = wp_insert_post([
        'post_title' => $post['title'],
        'post_content' => wp_slash($post['content']),
        'post_status' => 'publish',
        'meta_input' => wp_slash($post['meta'] ?? []),
    ], true);
    if (is_wp_error($id)) {
        WP_CLI::error($id);
    }
    if (isset($post['featured'])) {
        set_post_thumbnail($id, $post['featured']);
    }
    $published[] = ['id' => $id, 'title' => $post['title'], 'url' => get_permalink($id)];
}
echo wp_json_encode($published);
