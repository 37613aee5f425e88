<?php
// One job as WordPress' editors do it: GD (imagecopyresampled) or Imagick (triangle filter, unsharp mask), a load for each
// size. Arguments: engine, source, format, quality, sizes.
declare(strict_types=1);
[, $engine, $source, $format, $quality, $sizes] = $argv;
$bytes = 0;
foreach (json_decode($sizes) as [$width, $height, $fit]) {
    $bytes += strlen($engine === 'gd' ? gd($source, $format, (int) $quality, $width, $height, $fit)
        : imagick($source, $format, (int) $quality, $width, $height, $fit));
}
echo json_encode(['bytes' => $bytes]);

function box(int $w, int $h, int $width, int $height, string $fit): array
{
    $scale = $fit === 'cover' ? max($width / $w, $height / $h) : min(1, $width / $w, $height / $h);
    $to = $fit === 'cover' ? [$width, $height] : [(int) round($w * $scale), (int) round($h * $scale)];
    $from = $fit === 'cover' ? [(int) round($width / $scale), (int) round($height / $scale)] : [$w, $h];
    return [(int) (($w - $from[0]) / 2), (int) (($h - $from[1]) / 2), ...$from, ...$to];
}

function gd(string $source, string $format, int $quality, int $width, int $height, string $fit): string
{
    $image = imagecreatefromstring(file_get_contents($source));
    [$x, $y, $w, $h, $toW, $toH] = box(imagesx($image), imagesy($image), $width, $height, $fit);
    $made = imagecreatetruecolor($toW, $toH);
    imagecopyresampled($made, $image, 0, 0, $x, $y, $toW, $toH, $w, $h);
    ob_start();
    ("image$format")($made, null, $quality);
    return ob_get_clean();
}

function imagick(string $source, string $format, int $quality, int $width, int $height, string $fit): string
{
    $image = new Imagick($source);
    [$x, $y, $w, $h, $toW, $toH] = box($image->getImageWidth(), $image->getImageHeight(), $width, $height, $fit);
    $image->cropImage($w, $h, $x, $y);
    $image->setImagePage($w, $h, 0, 0);
    $image->setOption('filter:support', '2.0');
    if ($w / $toW > 3) {
        $image->sampleImage($toW * 5, $toH * 5);
    }
    $image->resizeImage($toW, $toH, Imagick::FILTER_TRIANGLE, 1);
    $image->unsharpMaskImage(0.25, 0.25, 8, 0.065);
    $image->setImageFormat($format);
    $image->setImageCompressionQuality($quality);
    $image->stripImage();
    return $image->getImageBlob();
}
