using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;
using NotifyNl.Recipients;
using NotifyNl.Recipients.Reading.Cells;
using NotifyNl.Templates;

namespace NotifyNl.Benchmarks.Engine;

/// <summary>The small pieces that each row passes.</summary>
[MemoryDiagnoser]
public class Micro
{
    private readonly PhoneNumberReader numbers = new();
    private readonly TemplateText template = TemplateText.Parse(SampleList.Content);
    private readonly NumberFormat date = new("d mmmm yyyy");
    private readonly NumberFormat amount = new("\"€\" #,##0.00");

    public static int Run(string[] options)
    {
        BenchmarkSwitcher.FromTypes([typeof(Micro)]).Run(options);
        return 0;
    }

    [Benchmark]
    public PhoneNumberCheck HomeNumber() => numbers.Check("06 12345678");

    [Benchmark]
    public PhoneNumberCheck NumberAbroad() => numbers.Check("+32 470 12 34 56");

    [Benchmark]
    public SmsText FillAndMeasure() =>
        SmsComposer.Compose(template.Fill(["Jansen", "€ 1.452,06", "23 december 2026"]), "SVB", AccentMode.Keep);

    [Benchmark]
    public SmsText FillAndMeasureUcs2() =>
        SmsComposer.Compose(template.Fill(["Zoë", "€ 1.452,06", "23 december 2026"]), "SVB", AccentMode.Keep);

    [Benchmark]
    public string ShowDate() => date.Show(46379);

    [Benchmark]
    public string ShowAmount() => amount.Show(1452.06);
}
