using System.Text.RegularExpressions;

namespace Kolaybase.Tests.Architecture;

/// <summary>Who may use whom (docs/architecture.md).</summary>
public partial class DependencyTests
{
    private static readonly string[] Shared = ["Http"];

    public static TheoryData<string> Capabilities()
    {
        var data = new TheoryData<string>();
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(SourceTree.Root, "Kolaybase.Api")))
        {
            var name = Path.GetFileName(folder);
            if (char.IsUpper(name[0]) && !Shared.Contains(name) && name != "Properties")
            {
                data.Add(name);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Capabilities))]
    public void A_capability_of_the_api_uses_no_other_capability(string capability)
    {
        var offenders =
            from file in SourceTree.Files(Path.Combine("Kolaybase.Api", capability))
            from Match match in ApiNamespace().Matches(File.ReadAllText(file))
            let used = match.Groups[1].Value
            where used != capability && !Shared.Contains(used)
            select $"{Path.GetRelativePath(SourceTree.Root, file)} uses {match.Value}";

        Assert.Empty(offenders);
    }

    [Fact]
    public void The_shared_http_layer_uses_no_capability()
    {
        var offenders =
            from file in SourceTree.Files("Kolaybase.Api/Http")
            from Match match in ApiNamespace().Matches(File.ReadAllText(file))
            where !Shared.Contains(match.Groups[1].Value)
            select $"{Path.GetRelativePath(SourceTree.Root, file)} uses {match.Value}";

        Assert.Empty(offenders);
    }

    [Theory]
    [InlineData("Kolaybase.ControlPlane", "Microsoft.AspNetCore.App")]
    [InlineData("Kolaybase.ControlPlane", "Sdk.Web")]
    [InlineData("Kolaybase.ControlPlane", "ProjectReference")]
    [InlineData("Kolaybase.Embedded", "ProjectReference")]
    [InlineData("Kolaybase.Workers", "Kolaybase.Api")]
    [InlineData("Kolaybase.Api", "Kolaybase.Workers")]
    public void A_project_file_does_not_mention(string project, string forbidden) =>
        Assert.DoesNotContain(forbidden, File.ReadAllText(Path.Combine(SourceTree.Root, project, project + ".csproj")), StringComparison.Ordinal);

    [Fact]
    public void Package_versions_stand_in_one_file()
    {
        var offenders =
            from file in Directory.EnumerateFiles(SourceTree.Root, "*.csproj", SearchOption.AllDirectories)
            where PackageVersion().IsMatch(File.ReadAllText(file))
            select Path.GetRelativePath(SourceTree.Root, file);

        Assert.Empty(offenders);
    }

    [GeneratedRegex(@"Kolaybase\.Api\.([A-Z]\w*)\b(?=[.;])")]
    private static partial Regex ApiNamespace();

    [GeneratedRegex(@"<PackageReference [^>]*\bVersion=")]
    private static partial Regex PackageVersion();
}
