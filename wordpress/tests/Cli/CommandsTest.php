<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Cli;

use PictureOptimizer\Api\Connection;
use PictureOptimizer\Api\Secret;
use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Settings\Defaults;
use PictureOptimizer\Settings\JobSettings;
use PictureOptimizer\Store\JobSource;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\PictureStatus;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Tests\Service\FakeService;

/** Every command that works on images, from a plan to a revert. */
final class CommandsTest extends CliTestCase
{
    public function testFromPlanToRevert(): void
    {
        $id = $this->addPicture('photo.jpg', 900, 600);
        $sha256 = hash_file('sha256', (string) get_attached_file($id));
        $url = (string) wp_get_attachment_url($id);
        $this->posts[] = $post = (int) wp_insert_post(['post_title' => 'x', 'post_status' => 'publish',
            'post_content' => "<img src=\"{$url}\" class=\"wp-image-{$id}\" alt=\"\">"]);

        self::assertSame(1, $this->json("plan --ids={$id}")['process']);
        self::assertSame(2, $this->json("run --ids={$id} --dry-run")['credits']);
        $this->wp("run --ids={$id}"); // asks, and nobody answers
        self::assertSame(0, self::$service->get('charged'), 'a plan, a dry run and no answer cost nothing');

        $done = $this->json("run --ids={$id} --yes");
        self::assertSame(['delivered', 2], [$done['items'][0]['state'], $done['credits_used']]);
        $outputs = $this->all(['status --format=json', 'status ' . $this->plugin->jobs()->recent()[0]->id . ' --format=json',
            "references --attachment={$id} --format=json", 'verify --format=json', 'work --seconds=5', 'rules nginx', 'rules apache',
            'backups size', "revert --ids={$id} --dry-run --format=json"]);
        self::assertSame(array_fill(0, 9, 0), array_column($outputs, 0));
        [$status, $results, $places, $faults, $work, $nginx, $apache, $size, $would] = array_column($outputs, 1);
        self::assertSame('finished', json_decode($status, true)[0]['state']);
        self::assertSame($id, json_decode($results, true)['items'][0]['attachment_id']);
        self::assertSame('html', json_decode($places, true)[0]['kind']);
        self::assertSame([['attachment_id' => $id, 'faults' => [], 'ok' => true]], json_decode($faults, true));
        self::assertSame('Success: Nothing is left to do.', $work);
        self::assertStringContainsString('return 301', $nginx);
        self::assertStringContainsString('Redirect 301', $apache);
        self::assertMatchesRegularExpression('/^[1-9][\d.,]* [KM]B$/', $size);
        self::assertSame('be restored', json_decode($would, true)['items'][0]['would']);
        self::assertSame(PictureStatus::Processed, $this->plugin->pictures()->get($id)?->status);
        $reverted = $this->json('revert --all --yes')['items'][0];
        self::assertSame('reverted', $reverted['state']);
        self::assertGreaterThan(2, $reverted['places']);
        self::assertSame($sha256, hash_file('sha256', (string) get_attached_file($id)));
        clean_post_cache($post);
        self::assertStringContainsString($url, get_post($post)->post_content);
        self::assertSame('unchanged', $this->json("revert --ids={$id} --yes")['items'][0]['state']);
        self::assertSame([], $this->json('revert --all --dry-run')['items']);
    }

    public function testEveryCommandPrintsForPeopleAndForPrograms(): void
    {
        $id = $this->addPicture('photo.jpg', 500, 300);
        $zip = get_temp_dir() . 'picopt-' . bin2hex(random_bytes(4)) . '.zip';
        $expected = [
            "plan --ids={$id}" => '1 image for at most 2 credits.',
            "plan --ids={$id} --pipeline=export" => '1 image for at most 1 credit.',
            "plan --ids={$id},99999" => 'no longer in the Media Library',
            "run --ids={$id} --yes --pipeline=export --format=table" => 'Credits used: 1',
            "plan --ids={$id} --pipeline=export" . ' ' => 'Already exported with these settings.',
            "plan --ids={$id} --pipeline=export --reprocess" => '1 image for at most 0 credits.',
            'status' => 'Finished',
            "verify --ids={$id}" => 'yes',
            'work --dry-run' => '',
            'reconcile --dry-run' => 'This site and the service agree. Results: 1. Credits: 1.',
            'reconcile --format=json' => '"agrees": true',
            'backups move' => 'All backups are in their permanent folder',
            'backups adopt' => 'Every backup is known',
            'backups adopt --format=json' => '"items": []',
            'backups expire --days=9999' => 'Backups removed: 0',
            "backups export {$zip}" => ' written.',
            "revert --ids={$id} --dry-run" => 'be restored',
            "revert --ids={$id} --yes" => 'Restored',
            "revert --ids={$id} --dry-run " => 'it is as it was',
        ];
        foreach ($this->all(array_keys($expected)) as $number => [$code, $output]) {
            self::assertSame(0, $code, array_keys($expected)[$number] . ": {$output}");
            self::assertStringContainsString(array_values($expected)[$number], $output, array_keys($expected)[$number]);
        }
        self::assertSame('PK', file_get_contents($zip, false, null, 0, 2));
        unlink($zip);
    }

    /** @return iterable<string, array{string, string}> */
    public static function mistakes(): iterable
    {
        yield 'ids that are none' => ['plan --ids=abc', '“abc” is not an attachment ID'];
        yield 'one of them' => ['revert --ids=1,x --yes', '“x” is not an attachment ID'];
        yield 'no ids' => ['run --ids=, --yes', 'No attachment ID'];
        yield 'nothing to revert named' => ['revert --yes', '--ids=12,15 or --all'];
        yield 'a pipeline that is none' => ['plan --pipeline=magic', "Invalid value specified for 'pipeline'"];
        yield 'a format that is none' => ['plan --to=bmp', "Invalid value specified for 'to'"];
        yield 'a preset that is none' => ['run --preset=best --yes', "Invalid value specified for 'preset'"];
        yield 'a job that is none' => ['status 99999', 'There is no job 99999'];
        yield 'a number that is none' => ['status first', '“first” is not a job number'];
        yield 'a picture that is none' => ['references --attachment=99999', 'no longer in the Media Library'];
        yield 'an image to verify that is none' => ['verify --ids=99999', 'no such image'];
        yield 'a picture to revert that is none' => ['revert --ids=99999 --yes', 'no longer in the Media Library'];
        yield 'seconds that are none' => ['work --seconds=soon', '“soon” is not a number of seconds'];
        yield 'days that are none' => ['backups expire --days=all', '“all” is not a number of days'];
        yield 'a folder that is not there' => ['backups export /nowhere/x.zip', 'The folder /nowhere is missing'];
        yield 'an option that is none' => ['plan --idz=5', 'unknown --idz parameter'];
    }

    public function testAMistakeIsNamedAndNothingIsDone(): void
    {
        $mistakes = iterator_to_array(self::mistakes());
        foreach ($this->all(array_column($mistakes, 0)) as $number => [$code, $output]) {
            [, $expected] = array_values($mistakes)[$number];
            self::assertSame(1, $code, $output);
            self::assertStringContainsString($expected, $output);
            self::assertStringNotContainsString('PHP ', $output);
            self::assertStringNotContainsString('Stack trace', $output);
        }
        self::assertSame(0, self::$service->get('charged'));
    }

    public function testWhatTheServiceRefusesIsPrintedWithItsRequest(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        self::$service->fail('POST /v1/quotes', 'busy');
        self::assertSame([1, 'Error: Busy. (Request ID: req_1)'], $this->wp("plan --ids={$id}"));
        self::assertSame([], $this->plugin->jobs()->recent(), 'and no plan is left behind');
    }

    public function testWithoutAKeyNothingIsPlannedAndTheScreenThatHelpsIsNamed(): void
    {
        $this->addPicture('photo.jpg', 400, 300);
        $this->plugin->connection()->forget();
        $outputs = $this->all(['plan', 'run --yes', 'connection status', 'status --format=json']);
        self::assertSame([1, 1, 1, 0], array_column($outputs, 0));
        foreach (array_slice($outputs, 0, 2) as [, $said]) {
            self::assertStringContainsString('not connected to the service yet. Settings: http', $said);
        }
        self::assertSame('[]', $outputs[3][1]);
    }

    public function testAScriptThatMovesOrCopiesASiteSaysWhichItWas(): void
    {
        $of = ['address' => base64_encode('old.example.com'), 'key' => Secret::seal(FakeService::KEY, 'old.example.com')];
        update_option(Connection::OPTION, $of + get_option(Connection::OPTION));
        $moved = $this->all(['connection status', 'connection moved', 'connection copy', 'connection status']);
        self::assertSame([1, 0, 0, 0], array_column($moved, 0));
        self::assertStringContainsString('was connected as old.example.com', $moved[0][1]);
        self::assertStringContainsString('uses its key at', $moved[1][1]);
        self::assertStringContainsString('nothing to decide', $moved[2][1], 'who has moved is no copy');

        update_option(Connection::OPTION, $of + get_option(Connection::OPTION));
        $copied = $this->all(['connection copy', 'connection moved', 'connection status']);
        self::assertSame([0, 0, 1], array_column($copied, 0));
        self::assertStringContainsString('does not use the other site’s key', $copied[0][1]);
        self::assertStringContainsString('nothing to decide', $copied[1][1]);
        self::assertStringContainsString('not connected', $copied[2][1]);
    }

    public function testListsAreTablesJsonAndCsv(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $commands = ["run --ids={$id} --yes --pipeline=export", 'status', "verify --ids={$id}", 'doctor', "revert --ids={$id} --dry-run",
            "revert --ids={$id} --yes"];
        $outputs = array_map(fn (string $command): array => $this->wp($command, '--format=csv'), $commands);
        $heads = ['attachment_id,file,pipeline,', 'job,state,pipeline,', 'attachment_id,ok,faults', 'check,status,found,advice',
            'attachment_id,file,would', 'attachment_id,state,places,reason'];
        foreach ($heads as $number => $head) {
            self::assertSame(0, $outputs[$number][0], $outputs[$number][1]);
            self::assertStringStartsWith($head, $outputs[$number][1]);
            self::assertSame($number === 3, count(explode("\n", $outputs[$number][1])) > 2, $outputs[$number][1]);
        }
    }

    public function testTheDoctorSaysWhatIsWrong(): void
    {
        self::assertNotContains('critical', array_column($this->json('doctor'), 'status'));
        $this->plugin->connection()->forget();
        [$code, $output] = $this->wp('doctor --format=json');
        self::assertSame(1, $code);
        $checks = array_column(json_decode($output, true), null, 'check');
        self::assertSame('critical', $checks['service']['status']);
        self::assertNotSame('', $checks['service']['advice']);
    }

    public function testWithoutCreditsItSaysThatWorkIsLeft(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        self::$service->set('credits', 0);
        [$code, $output] = $this->wp("run --ids={$id} --yes --pipeline=export");
        self::assertSame(2, $code, $output);
        self::assertStringContainsString('Waiting for credits', $output);
        self::assertSame(1, $this->json('work --dry-run')[0]['open']);
        [$code, $output] = $this->wp('work');
        self::assertSame(2, $code, 'it does not wait for money');
        self::assertStringContainsString('1 image is left. Waiting for credits', $output);
        self::$service->set('credits', 5);
        $this->passTime();
        self::assertSame('finished', $this->json('work')[0]['state']);
        self::assertSame(PictureStatus::Exported, $this->plugin->pictures()->get($id)?->status);
    }

    /** @group acceptance-G1 */
    public function testAsAUserACommandDoesWhatThatUserMay(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        foreach (['subscriber', 'author', 'editor'] as $role) {
            $user = wp_insert_user(['user_login' => "cli-{$role}", 'user_pass' => 'x',
                'user_email' => "{$role}@cli.test", 'role' => $role]);
            $commands = ["plan --ids={$id}", "run --ids={$id} --dry-run", "revert --ids={$id} --dry-run", 'revert --all --dry-run',
                'status', "verify --ids={$id}", "references --attachment={$id}", 'doctor', 'rules nginx', 'backups size'];
            foreach ($this->all($commands, "--user=cli-{$role}") as $number => [$code, $output]) {
                self::assertSame($role === 'editor' ? 0 : 1, $code, "{$role}: {$commands[$number]}: {$output}");
                $role === 'editor' || self::assertStringContainsString('may not', $output);
            }
            wp_delete_user($user);
        }
    }

    public function testADatabaseThatTakesNoChangeIsSaidToBeTheCause(): void
    {
        $this->addPicture('photo.jpg', 40, 30);
        $break = 'WP_CLI::add_wp_hook("query", fn ($sql) => preg_match("/^\\s*INSERT INTO .*_picopt_/", $sql)'
            . ' ? "INSERT INTO picopt_read_only VALUES (1)" : $sql);';
        [$code, $output] = $this->wp('plan --pipeline=export', '--exec=' . escapeshellarg($break));
        self::assertSame(1, $code, $output);
        self::assertStringContainsString('Error: The site’s database did not accept a change.', $output);
        self::assertStringContainsString('picopt_read_only', $output);
        self::assertStringNotContainsString('Uncaught', $output);
    }

    /**
     * Whoever may optimize their own images alone is shown their own jobs, and of no job more than that, however long it is.
     *
     * @group acceptance-G1
     */
    public function testAsAnAuthorOthersJobsStayClosed(): void
    {
        global $wpdb;
        $this->plugin->settings()->save(['spending_roles' => ['administrator', 'author']]);
        $author = (int) wp_insert_user(['user_login' => 'cli-own', 'user_pass' => 'x', 'user_email' => 'own@cli.test', 'role' => 'author']);
        [$own, $foreign] = [$this->addPicture('own.jpg', 40, 30, 1), $this->addPicture('foreign.jpg', 40, 30, 2)];
        wp_update_post(['ID' => $own, 'post_author' => $author]);
        $jobs = $this->plugin->jobs();
        $mixed = $jobs->create(Pipeline::Export, JobSettings::from(Defaults::ALL, Chosen::from()), JobSource::Cli);
        $table = $this->plugin->items()->table();
        $row = "({$mixed->id}, {$own}, 'export', 'skipped', '', '', 0)";
        $wpdb->query("INSERT INTO {$table} (job_id, attachment_id, pipeline, state, reason, result, updated_at) VALUES "
            . implode(',', array_fill(0, 1000, $row)));
        $this->plugin->items()->add($mixed, [$foreign]);
        wp_set_current_user($author);
        $theirs = $jobs->create(Pipeline::Export, JobSettings::from(Defaults::ALL, Chosen::from()), JobSource::Cli);
        wp_set_current_user(1);
        $jobs->move($theirs->id, [JobState::Planning], JobState::Finished);
        $jobs->move($mixed->id, [JobState::Planning], JobState::Finished);
        $outputs = $this->all(
            ['status --format=json', "status {$theirs->id} --format=json", "status {$mixed->id} --format=json"],
            '--user=cli-own'
        );
        wp_delete_user($author);
        self::assertSame([0, 0, 1], array_column($outputs, 0));
        self::assertSame([$theirs->id], array_column(json_decode($outputs[0][1], true), 'job'));
        self::assertStringContainsString('may not change image', $outputs[2][1]);
        self::assertStringNotContainsString('own.jpg', $outputs[2][1]);
    }

    /** @group acceptance-G1 */
    public function testWhatChangesTheWholeSiteIsForThoseWhoMayConfigureIt(): void
    {
        $user = wp_insert_user(['user_login' => 'cli-site', 'user_pass' => 'x', 'user_email' => 'site@cli.test', 'role' => 'editor']);
        $commands = ['reconcile', 'old-names keep', 'old-names remove', 'backups expire', 'backups adopt --overwrite', 'backups move',
            'backups export /tmp/x.zip', 'settings export'];
        foreach ($this->all($commands, '--user=cli-site') as $number => [$code, $output]) {
            self::assertSame([1, 'Error: This user may not change settings of the whole site.'], [$code, $output], $commands[$number]);
        }
        foreach ($this->all(['old-names status', 'backups size'], '--user=cli-site') as [$code, $output]) {
            self::assertSame(0, $code, $output);
        }
        self::assertFalse($this->plugin->lastingNames()->isDeclined());
        get_user_by('id', $user)->set_role('administrator');
        self::assertSame(0, $this->all(['old-names keep'], '--user=cli-site')[0][0]);
        wp_delete_user($user);
    }
}
