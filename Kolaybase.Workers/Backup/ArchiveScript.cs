namespace Kolaybase.Workers.Backup;

/// <summary>What <c>pg_restore</c> writes and says.</summary>
internal static class ArchiveScript
{
    private const string NewSetting = "SET transaction_timeout = 0;";

    /// <summary>
    /// A script of definitions for another project. Names of a project's logins (in policies, grants, default privileges) begin with its database's, which is 80
    /// random bits: nothing else in a script is called so. What programs of 17 set does not exist on an older server.
    /// </summary>
    public static string For(string script, string formerDatabase, string database) =>
        script.Replace(formerDatabase, database, StringComparison.Ordinal).Replace($"\n{NewSetting}\n", "\n", StringComparison.Ordinal);

    /// <summary>
    /// Whether psql reads a script restricted: without, a name of a tenant's object that has a line break in it may end a comment and begin a command of psql,
    /// <c>\!</c> among them (CVE-2025-8715). Nothing of a tenant's may come before the line, so that none can pretend it.
    /// </summary>
    public static bool IsRestricted(string script)
    {
        var first = script.Split('\n').Select(l => l.TrimEnd('\r')).FirstOrDefault(l => l.Length > 0 && !l.StartsWith("--", StringComparison.Ordinal));
        return first is not null && first.StartsWith("\\restrict ", StringComparison.Ordinal);
    }

    /// <summary>Whether <c>pg_restore</c> complains of anything but the setting that an older server does not know.</summary>
    public static bool HasFault(string error)
    {
        var faults = error.Split('\n').Where(l => l.StartsWith("pg_restore: error:", StringComparison.Ordinal)).ToList();
        return faults.Count == 0 || faults.Any(f => !f.Contains("unrecognized configuration parameter \"transaction_timeout\"", StringComparison.Ordinal));
    }
}
