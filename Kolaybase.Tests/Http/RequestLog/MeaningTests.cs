using System.Text.RegularExpressions;
using Kolaybase.Api.Http;
using Kolaybase.Tests.Architecture;

namespace Kolaybase.Tests.Http.RequestLog;

/// <summary>What codes mean in the log and in <c>docs/errors.md</c> is the same.</summary>
public partial class MeaningTests
{
    [Fact]
    public void Every_documented_code_means_in_the_log_what_the_document_says()
    {
        var documented = Row().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "errors.md"))).ToDictionary(m => m.Groups[1].Value, m => Plain(m.Groups[2].Value));
        Assert.True(documented.Count > 120, $"{documented.Count}");
        Assert.All(documented, row =>
        {
            var meaning = ErrorCodes.MeaningOf(row.Key);
            Assert.True(meaning is not null, $"{row.Key} has no meaning");
            // The document may go on: with what is in details, or where more is written.
            Assert.StartsWith(Plain(meaning!).TrimEnd('.'), row.Value, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void What_is_no_code_of_ours_means_nothing()
    {
        Assert.Null(ErrorCodes.MeaningOf("23505"));
        Assert.Null(ErrorCodes.MeaningOf("PGRST"));
    }

    private static string Plain(string text) => Link().Replace(text, "$1").Replace("`", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal);

    [GeneratedRegex(@"^\| ((?:KB|PGRST)\d{3}) \| \d{3} \| (.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Link();
}
