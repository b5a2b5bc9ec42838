using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Kolaybase.Api.Http;

namespace Kolaybase.Tests.Http;

public partial class ErrorCodesTests
{
    [Fact]
    public void Every_code_of_the_catalogue_is_documented_with_its_status()
    {
        var documented = Documented();
        var missing = Catalogue().Where(code => !documented.ContainsKey(code)).Order().ToList();
        Assert.True(missing.Count == 0, $"docs/errors.md lacks {string.Join(", ", missing)}");
        Assert.All(documented, row => Assert.InRange(row.Value, 300, 599));
    }

    [Fact]
    public void Every_documented_code_of_ours_is_in_the_catalogue()
    {
        var catalogue = Catalogue();
        Assert.All(Documented().Keys.Where(code => code.StartsWith("KB", StringComparison.Ordinal)), code => Assert.Contains(code, catalogue));
    }

    [Fact]
    public void The_codes_that_are_numbers_of_statuses_have_them()
    {
        foreach (var (code, status) in Documented().Where(row => row.Key[..3] is "KB4" or "KB5"))
        {
            Assert.Equal(code[2..], status.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void No_code_is_used_that_is_not_documented()
    {
        var documented = Documented();
        var faults = new List<string>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root(), "Kolaybase.Api"), "*.cs", SearchOption.AllDirectories).Where(IsSource))
        {
            foreach (Match match in Literal().Matches(File.ReadAllText(file)))
            {
                var code = match.Groups[1].Value;
                // KB409 is the SQLSTATE by which the database tells that the schema changed; it never leaves the server.
                if (!documented.ContainsKey(code) && !(code == "KB409" && Path.GetFileName(file) == "RequestContext.cs"))
                {
                    faults.Add($"{Path.GetFileName(file)} uses {code}");
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public void Codes_of_ours_are_spelled_in_the_catalogue_only()
    {
        var elsewhere = Directory.EnumerateFiles(Path.Combine(Root(), "Kolaybase.Api"), "*.cs", SearchOption.AllDirectories)
            .Where(IsSource)
            .Where(file => !Path.GetFileName(file).StartsWith("ErrorCodes", StringComparison.Ordinal) && Path.GetFileName(file) != "RequestContext.cs")
            .Where(file => Regex.IsMatch(File.ReadAllText(file), "\"KB[0-9]{3}\""))
            .Select(Path.GetFileName);
        Assert.Empty(elsewhere);
    }

    private static HashSet<string> Catalogue() =>
        [.. typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!)];

    private static Dictionary<string, int> Documented() => Row().Matches(File.ReadAllText(Path.Combine(Root(), "docs", "errors.md")))
        .ToDictionary(m => m.Groups[1].Value, m => int.Parse(m.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture));

    private static bool IsSource(string file) => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin");

    private static string Root([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));

    [GeneratedRegex(@"^\| ((?:KB|PGRST)\d{3}) \| (\d{3}) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("\"((?:KB|PGRST)[0-9]{3})\"")]
    private static partial Regex Literal();
}
