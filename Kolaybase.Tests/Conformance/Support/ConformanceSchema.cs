using System.Reflection;

namespace Kolaybase.Tests.Conformance.Support;

/// <summary>The schema of the suite, one file for each area, in the order in which they build on one another.</summary>
internal static class ConformanceSchema
{
    public static string Sql { get; } = string.Concat(new[] { "Library", "Types", "Functions", "Writes", "Archive", "Grants" }.Select(Read));

    private static string Read(string area)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Kolaybase.Tests.Conformance.Schema.{area}.sql");
        using var reader = new StreamReader(stream ?? throw new InvalidOperationException($"There is no {area}.sql."));
        return reader.ReadToEnd();
    }
}
