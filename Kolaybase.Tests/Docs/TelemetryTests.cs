using System.Text.Json;
using System.Text.RegularExpressions;
using Kolaybase.Tests.Architecture;
using Kolaybase.Tests.Telemetry;

namespace Kolaybase.Tests.Docs;

/// <summary>Metrics in the code, in <c>docs/telemetry.md</c> and on the dashboard are the same ones.</summary>
public partial class TelemetryTests
{
    private static readonly string[] s_projects = ["Kolaybase.Api", "Kolaybase.ControlPlane", "Kolaybase.Workers"];

    [Fact]
    public void Every_metric_of_the_code_is_documented_with_its_instrument_and_unit()
    {
        var documented = DocumentedMetrics.Ours.ToDictionary(m => m.Name);
        var made = Made().ToList();
        Assert.True(made.Count >= 17, $"only {made.Count} were found");
        Assert.Equal([], made.Select(m => m.Name).Except(documented.Keys));
        Assert.All(made, metric => Assert.Equal((documented[metric.Name].Instrument, documented[metric.Name].Unit), (metric.Instrument, metric.Unit)));
    }

    [Fact]
    public void Every_documented_metric_of_ours_is_in_the_code() =>
        Assert.Equal([], DocumentedMetrics.Ours.Select(m => m.Name).Except(Made().Select(m => m.Name)));

    [Fact]
    public void Every_attribute_that_is_documented_is_in_the_code()
    {
        var code = string.Concat(s_projects.SelectMany(SourceTree.Files).Select(File.ReadAllText));
        Assert.Equal([], DocumentedMetrics.Ours.SelectMany(m => m.Attributes).Distinct().Where(a => !code.Contains($"\"{a}\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_dashboard_shows_every_metric_of_ours_and_none_that_does_not_exist()
    {
        var shown = Expressions().SelectMany(e => Metric().Matches(e)).Select(m => m.Groups[1].Value).ToHashSet();
        Assert.Equal([], shown.Except(DocumentedMetrics.All.SelectMany(m => m.PrometheusNames)));
        Assert.Equal([], DocumentedMetrics.Ours.Where(m => !m.PrometheusNames.Any(shown.Contains)).Select(m => m.Name));
    }

    [Fact]
    public void The_dashboard_groups_by_attributes_that_exist()
    {
        var attributes = DocumentedMetrics.All.SelectMany(m => m.Attributes).Select(a => a.Replace('.', '_')).Concat(["le", "instance"]).ToHashSet();
        var used = Expressions().SelectMany(e => Grouping().Matches(e)).SelectMany(m => m.Groups[1].Value.Split(", "))
            .Concat(Expressions().SelectMany(e => Selector().Matches(e)).Select(m => m.Groups[1].Value)).ToList();
        Assert.True(used.Count > 15, $"{used.Count}");
        Assert.Equal([], used.Except(attributes));
    }

    private static IEnumerable<(string Name, string Instrument, string Unit)> Made() =>
        from file in s_projects.SelectMany(SourceTree.Files)
        from Match match in Creation().Matches(File.ReadAllText(file))
        select (match.Groups["name"].Value, match.Groups["kind"].Value.ToLowerInvariant(), match.Groups["unit"].Value);

    private static IEnumerable<string> Expressions()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "grafana", "kolaybase.json")));
        return [.. from panel in dashboard.RootElement.GetProperty("panels").EnumerateArray()
                   from target in panel.GetProperty("targets").EnumerateArray()
                   select target.GetProperty("expr").GetString()];
    }

    [GeneratedRegex("""Create(?:Observable)?(?<kind>Counter|UpDownCounter|Gauge|Histogram)(?:<\w+>)?\("(?<name>[a-z_.]+)".*?"(?<unit>s|By|\{\w+\})" *,""")]
    private static partial Regex Creation();

    [GeneratedRegex(@"([a-z_]+)\{")]
    private static partial Regex Metric();

    [GeneratedRegex(@"by \(([^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\{(\w+)=")]
    private static partial Regex Selector();
}
