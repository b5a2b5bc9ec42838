using System.Text.RegularExpressions;
using Kolaybase.Tests.Architecture;

namespace Kolaybase.Tests.Docs;

/// <summary>Documentation that points nowhere sends a newcomer away.</summary>
public partial class LinkTests
{
    public static TheoryData<string> Pages()
    {
        var data = new TheoryData<string>();
        foreach (var page in Directory.EnumerateFiles(SourceTree.Root, "*.md").Concat(Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "docs"), "*.md", SearchOption.AllDirectories)))
        {
            data.Add(Path.GetRelativePath(SourceTree.Root, page));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_relative_link_leads_to_a_file_and_a_heading_that_exist(string page)
    {
        var path = Path.Combine(SourceTree.Root, page);
        var dead =
            from Match match in Link().Matches(File.ReadAllText(path))
            let target = match.Groups[1].Value
            where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal) && !Exists(path, target)
            select target;

        Assert.Empty(dead);
    }

    private static bool Exists(string page, string target)
    {
        var parts = target.Split('#', 2);
        var file = parts[0].Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, parts[0]));
        return Directory.Exists(file)
            || (File.Exists(file) && (parts.Length == 1 || Heading().Matches(File.ReadAllText(file)).Any(h => Slug(h.Groups[1].Value) == parts[1])));
    }

    // As forges make them: lower case, punctuation dropped, spaces to hyphens.
    private static string Slug(string heading) =>
        NotInSlug().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInSlug();
}
