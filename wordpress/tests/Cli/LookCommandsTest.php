<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Cli;

use PictureOptimizer\Reporting\Report;
use PictureOptimizer\Settings\Settings;

/** Commands that look at the site or change how the plugin works: audit, review, settings and old names. */
final class LookCommandsTest extends CliTestCase
{
    public function testTheAuditCountsAndLists(): void
    {
        $missing = $this->addPicture('plain.jpg', 500, 300, 3);
        $twin = $this->addPicture('twin.jpg', 500, 300, 3);
        $named = $this->addPicture('IMG_1234.jpg', 400, 300, 4);
        update_post_meta($named, '_wp_attachment_image_alt', 'IMG_1234.jpg');
        $kinds = ['missing_alt', 'bad_alt', 'old_format', 'duplicates', 'heavy', 'oversized'];
        $outputs = $this->all(['audit --format=json', ...array_map(static fn (string $kind): string
            => "audit --kind={$kind} --format=json", $kinds), 'audit --kind=bad_alt --page=2 --format=json', 'audit',
            'audit --kind=bad_alt']);
        self::assertSame(array_fill(0, count($outputs), 0), array_column($outputs, 0));
        $lists = array_map(static fn (array $output): mixed => json_decode($output[1], true), $outputs);
        $counts = array_column($lists[0], 'images', 'kind');
        self::assertSame([2, 1, 3, 2, 0, 0], array_map(static fn (string $kind): int => $counts[$kind], $kinds));
        foreach ($kinds as $number => $kind) {
            self::assertCount(min(50, $counts[$kind]), $lists[$number + 1], "as many are listed as are counted: {$kind}");
        }
        self::assertEqualsCanonicalizing([$missing, $twin], array_column($lists[1], 'attachment_id'));
        self::assertSame([$named, Report::fileName($named), 'image/jpeg'], array_values(array_intersect_key(
            $lists[2][0],
            array_flip(['attachment_id', 'file', 'type'])
        )));
        self::assertSame(filesize((string) get_attached_file($named)), $lists[2][0]['bytes']);
        self::assertNotSame('', $lists[2][0]['fault']);
        self::assertSame([], $lists[7], 'there is one page');
        [, , , , , , , , [, $table], [, $rows]] = $outputs;
        self::assertMatchesRegularExpression('/missing_alt\s+(\|\s+)?2/', $table);
        self::assertStringContainsString((string) $named, $rows);
        $twice = $this->wp('audit --kind=missing_alt --page=2 --format=ids')[1];
        self::assertEqualsCanonicalizing([$missing, $twin], array_map(intval(...), explode(' ', $twice)));
        self::assertStringContainsString('--kind=missing_alt', $this->wp('audit --format=ids')[1]);
        self::assertSame('attachment_id,file,bytes,type,fault', strtok($this->wp('audit --kind=bad_alt --format=csv')[1], "\n"));
    }

    public function testSettingsGoOutAndComeIn(): void
    {
        (new Settings())->save(['format' => 'avif', 'keywords' => ['café', 'a "b"'], 'target' => 44]);
        $before = (new Settings())->all();
        [[$code, $exported]] = $this->all(['settings export']);
        self::assertSame(0, $code);
        $file = wp_tempnam('settings');
        file_put_contents($file, str_replace('"format"', '"shiny": 1, "format"', $exported));
        $strange = wp_tempnam('strange');
        file_put_contents($strange, '{"plugin":"other","settings":{"target":55}}');
        delete_option(Settings::OPTION);

        $outputs = $this->all(["settings import {$strange}", 'settings import /nowhere/x.json', 'settings import',
            'settings forget', "settings import {$file}"]);
        self::assertSame([1, 1, 1, 1, 0], array_column($outputs, 0));
        $words = ['contains no Picture Optimizer settings. Nothing was changed.', 'Nothing was changed.', 'Name the file to import.',
            "Invalid value specified for positional arg", 'The settings were imported.'];
        foreach ($words as $number => $expected) {
            self::assertStringContainsString($expected, $outputs[$number][1]);
        }
        self::assertStringContainsString('There is no setting named shiny', $outputs[4][1]);
        self::assertEquals($before, (new Settings())->all());
        array_map(unlink(...), [$file, $strange]);
    }

    public function testSettingsComeThroughAPipe(): void
    {
        $wp = (string) getenv('PICOPT_WP_CLI');
        $json = escapeshellarg('{"plugin":"picture-optimizer","settings":{"target":"61"}}');
        exec("echo {$json} | {$wp} picture-optimizer settings import - 2>&1", $lines, $code);
        self::assertSame([0, 'Success: The settings were imported.'], [$code, end($lines)]);
        wp_cache_flush();
        self::assertSame(61, (new Settings())->get('target'));
    }

    public function testOldNamesAreKeptOrNot(): void
    {
        $outputs = $this->all(['old-names status', 'old-names remove', 'old-names status', 'old-names keep', 'old-names status',
            'old-names forget']);
        self::assertSame([0, 0, 0, 0, 0, 1], array_column($outputs, 0));
        [$before, $removed, $after, $kept] = array_column($outputs, 1);
        self::assertStringContainsString('Former names: ', $before);
        self::assertStringContainsString('lead to “not found” once this plugin is turned off', $removed);
        self::assertStringContainsString('is in place: no', $after);
        self::assertStringContainsString('keep working without this plugin', $kept);
    }

    /** @return iterable<string, array{string, string}> */
    public static function mistakes(): iterable
    {
        yield 'a kind that is none' => ['audit --kind=ugly', 'There is no issue of that kind.'];
        yield 'a page that is none' => ['audit --kind=heavy --page=last', '“last” is not a page number'];
        yield 'page zero' => ['audit --kind=heavy --page=0', '“0” is not a page number'];
        yield 'a page below zero' => ['audit --kind=heavy --page=-1', '“-1” is not a page number'];
        yield 'a format that is none' => ['audit --format=xml', "Invalid value specified for 'format'"];
        yield 'no job' => ['review', 'missing --job parameter'];
        yield 'a job that is no number' => ['review --job=last', 'the number of a job'];
        yield 'a job that is none' => ['review --job=99999', 'There is no such job.'];
        yield 'nothing to export to' => ['backups export', 'Name the ZIP file'];
        yield 'an image that is no number' => ['references --attachment=photo.jpg', '“photo.jpg” is not an attachment ID'];
        yield 'a number with a sign' => ['verify --ids=+5', '“+5” is not an attachment ID'];
        yield 'a number too long for one' => ['verify --ids=99999999999', 'is not an attachment ID'];
        yield 'a server that is none' => ['rules iis', 'Invalid value specified for positional arg'];
        yield 'a command that is none' => ['optimise', 'is not a registered subcommand'];
    }

    public function testAMistakeIsNamed(): void
    {
        $mistakes = iterator_to_array(self::mistakes());
        foreach ($this->all(array_column($mistakes, 0)) as $number => [$code, $output]) {
            $name = array_keys($mistakes)[$number];
            self::assertSame(1, $code, "{$name}: {$output}");
            self::assertStringContainsString($mistakes[$name][1], $output, $name);
            self::assertStringNotContainsString('PHP ', $output);
        }
    }

    public function testSettingsAreForWhoMayConfigure(): void
    {
        $user = wp_insert_user(['user_login' => 'look-editor', 'user_pass' => 'x', 'user_email' => 'look@cli.test', 'role' => 'editor']);
        $outputs = $this->all(['settings export', 'audit --format=json'], '--user=look-editor');
        wp_delete_user($user);
        self::assertSame([1, 0], array_column($outputs, 0));
        self::assertSame('Error: This user may not change settings of the whole site.', $outputs[0][1]);
    }
}
