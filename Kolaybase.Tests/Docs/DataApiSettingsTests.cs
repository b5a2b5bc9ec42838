using System.Globalization;
using System.Text.RegularExpressions;
using Kolaybase.Api.Rest;
using Kolaybase.Tests.Architecture;

namespace Kolaybase.Tests.Docs;

/// <summary>What an administrator may set, he finds in <c>docs/data-api.md</c>, and nothing there that is not read.</summary>
public partial class DataApiSettingsTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "data-api.md"));

    private static IEnumerable<string> Read => typeof(RestLimits).GetProperties().Where(p => p.SetMethod is not null).Select(p => p.Name);

    [Fact]
    public void Every_setting_that_is_read_is_on_the_page() =>
        Assert.Equal([], Read.Where(name => !Regex.IsMatch(Page, $"[`:]{name}`")));

    [Fact]
    public void Every_setting_of_the_tables_is_read()
    {
        var section = Page[Page.IndexOf("## Rules and limits", StringComparison.Ordinal)..Page.IndexOf("## Settings of a project", StringComparison.Ordinal)];
        var named = Name().Matches(section).Select(m => m.Groups[1].Value).Distinct(StringComparer.Ordinal).ToList();

        Assert.True(named.Count >= 25, string.Create(CultureInfo.InvariantCulture, $"only {named.Count} settings were found"));
        Assert.Empty(named.Except(Read));
    }

    /// <summary>A name in the style of a property: of two words at least, or one of those that have one.</summary>
    [GeneratedRegex("`((?:[A-Z][a-z]+){2,}|Filters|Embeds|Schemas|Aggregates)`")]
    private static partial Regex Name();
}
