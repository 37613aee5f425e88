<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Settings;

use PictureOptimizer\Settings\Defaults;
use PictureOptimizer\Settings\Field;
use PictureOptimizer\Settings\FieldTable;
use PictureOptimizer\Settings\Settings;
use PictureOptimizer\Tests\TestCase;

/** Fields as rows of a form: each by the kind of its value, readable for a screen reader, and never markup of somebody else. */
final class FieldTableTest extends TestCase
{
    /** @param array<string, mixed> $settings */
    private function page(Field $field, array $settings = []): \DOMXPath
    {
        ob_start();
        (new FieldTable($settings + Defaults::ALL))->show([$field]);
        $page = new \DOMDocument();
        $page->loadHTML('<?xml encoding="utf-8"?><form>' . ob_get_clean() . '</form>', LIBXML_NOERROR);
        return new \DOMXPath($page);
    }

    private static function one(\DOMXPath $page, string $query): \DOMElement
    {
        $found = $page->query($query);
        self::assertSame(1, $found === false ? 0 : $found->length, $query);
        $element = $found->item(0);
        self::assertInstanceOf(\DOMElement::class, $element);
        return $element;
    }

    /** @return array<string, string> */
    private static function attributes(\DOMElement $element): array
    {
        $attributes = [];
        foreach ($element->attributes as $attribute) {
            $attributes[$attribute->name] = $attribute->value;
        }
        ksort($attributes);
        return $attributes;
    }

    /** @return iterable<string, array{string, mixed, array<string, string>}> name, value, what the input has beside name and id */
    public static function inputs(): iterable
    {
        $text = ['class' => 'regular-text', 'type' => 'text'];
        $number = ['class' => 'small-text', 'type' => 'number'];
        yield 'a text' => ['brand', 'Trek', $text + ['maxlength' => (string) (Defaults::LENGTHS['brand'] ?? 100), 'value' => 'Trek']];
        yield 'an empty text' => ['brand', '', $text + ['maxlength' => (string) (Defaults::LENGTHS['brand'] ?? 100), 'value' => '']];
        [$least, $most] = array_map(strval(...), Defaults::RANGES['max_alt_length']);
        yield 'a number' => ['max_alt_length', 125, $number + ['min' => $least, 'max' => $most, 'value' => '125']];
        yield 'a day' => ['exclude_before', '2026-05-01', ['type' => 'date', 'value' => '2026-05-01']];
    }

    /**
     * @param array<string, string> $expected
     * @dataProvider inputs
     */
    public function testAnInputIsOfTheKindOfItsValue(string $name, mixed $value, array $expected): void
    {
        $page = $this->page(new Field($name, 'A label'), [$name => $value]);
        $expected += ['id' => "po-{$name}", 'name' => $name];
        ksort($expected);
        self::assertSame($expected, self::attributes(self::one($page, '//input')));
        self::assertSame("po-{$name}", self::one($page, '//th/label')->getAttribute('for'));
    }

    public function testBytesAreAskedForInKilobytesAndNoneIsLost(): void
    {
        $field = new Field('exclude_below_bytes', 'Smaller than (KB)', inKilobytes: true);
        foreach ([0 => '0', 20480 => '20', 5000 => '4.8828125'] as $bytes => $shown) {
            $input = self::one($this->page($field, ['exclude_below_bytes' => $bytes]), '//input[@name="exclude_below_bytes[kb]"]');
            self::assertSame([$shown, 'any', '102400'], array_map($input->getAttribute(...), ['value', 'step', 'max']));
            self::assertSame($bytes, Settings::clean(['exclude_below_bytes' => ['kb' => $shown]])['exclude_below_bytes']);
        }
    }

    public function testListsAndLongTextsHaveLines(): void
    {
        $page = $this->page(new Field('keywords', 'Keywords'), ['keywords' => ['steel bike', 'touring & travel']]);
        self::assertSame("steel bike\ntouring & travel", self::one($page, '//textarea')->textContent);
        $page = $this->page(new Field('custom_instruction', 'Custom instructions'), ['custom_instruction' => "Say <b>\nless"]);
        self::assertSame("Say <b>\nless", self::one($page, '//textarea[@name="custom_instruction"]')->textContent);
        self::assertSame(0, $page->query('//b')->length);
    }

    public function testACheckboxThatIsNotTickedIsSentToo(): void
    {
        foreach ([true, false] as $isOn) {
            $page = $this->page(new Field('drop_gps', 'GPS', 'Remove GPS location'), ['drop_gps' => $isOn]);
            self::assertSame('0', self::one($page, '//input[@type="hidden" and @name="drop_gps"]')->getAttribute('value'));
            $box = self::one($page, '//label[@for="po-drop_gps"]/input[@type="checkbox" and @name="drop_gps" and @value="1"]');
            self::assertSame($isOn, $box->hasAttribute('checked'));
            self::assertStringContainsString('Remove GPS location', self::one($page, '//label')->textContent);
        }
    }

    public function testOfAListOfChoicesSomeAreTicked(): void
    {
        $field = new Field('spending_roles', 'Who may spend', 'Nobody: editors', ['author' => 'Author', 'editor' => 'Editor']);
        $page = $this->page($field, ['spending_roles' => ['editor', 'gone']]);
        self::assertSame('', self::one($page, '//fieldset/input[@type="hidden" and @name="spending_roles[]"]')->getAttribute('value'));
        self::assertSame('Who may spend', self::one($page, '//fieldset/legend')->textContent);
        self::assertFalse(self::one($page, '//input[@id="po-spending_roles-author"]')->hasAttribute('checked'));
        self::assertTrue(self::one($page, '//input[@id="po-spending_roles-editor" and @value="editor"]')->hasAttribute('checked'));
        self::assertSame(2, $page->query('//input[@type="checkbox"]')->length);
    }

    public function testOneOfSeveralChoicesIsSelectedAndOnesOwnWordsStayOnOffer(): void
    {
        $field = new Field('tone', 'Tone', '', ['' => 'Neutral', 'formal' => 'Formal']);
        $page = $this->page($field, ['tone' => 'formal']);
        self::assertSame('formal', self::one($page, '//option[@selected]')->getAttribute('value'));
        self::assertSame(2, $page->query('//option')->length);
        $page = $this->page($field, ['tone' => 'like a "pirate"']);
        self::assertSame(['like a "pirate"', 'like a "pirate"'], [
            self::one($page, '//option[@selected]')->getAttribute('value'), self::one($page, '//option[@selected]')->textContent,
        ]);
        self::assertSame(3, $page->query('//option')->length);
    }

    public function testChoicesThatAreSentencesAreReadToTheirEnd(): void
    {
        $field = new Field('on_uninstall', 'Deleted', '', ['remove' => 'Remove data', 'keep' => 'Keep all, and say so at length'], true);
        $page = $this->page($field, ['on_uninstall' => 'keep']);
        self::assertSame('Deleted', self::one($page, '//fieldset/legend')->textContent);
        self::assertSame('keep', self::one($page, '//input[@type="radio" and @name="on_uninstall" and @checked]')->getAttribute('value'));
        self::assertSame(2, $page->query('//input')->length);
        self::assertSame(0, $page->query('//select')->length);
    }

    public function testHelpIsTiedToItsField(): void
    {
        $page = $this->page(new Field('brand', 'Brand', 'Written as <you> write it'));
        self::assertSame('po-brand-help', self::one($page, '//input')->getAttribute('aria-describedby'));
        self::assertSame('Written as <you> write it', self::one($page, '//p[@id="po-brand-help"]')->textContent);
        $page = $this->page(new Field('brand', 'Brand'));
        self::assertFalse(self::one($page, '//input')->hasAttribute('aria-describedby'));
        self::assertSame(0, $page->query('//p')->length);
    }

    public function testNothingBecomesMarkup(): void
    {
        $evil = '"><script>alert(1)</script>';
        $settings = ['brand' => $evil, 'tone' => $evil, 'keywords' => [$evil], 'spending_roles' => [$evil]];
        foreach ([[], ['a' => $evil]] as $choices) {
            foreach (array_keys($settings) as $name) {
                self::assertSame(0, $this->page(new Field($name, $evil, $evil, $choices), $settings)->query('//script')->length, $name);
            }
        }
    }
}
