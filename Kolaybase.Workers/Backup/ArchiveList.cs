namespace Kolaybase.Workers.Backup;

/// <summary>The table of contents that <c>pg_restore --list</c> prints and <c>--use-list</c> takes.</summary>
internal static class ArchiveList
{
    /// <summary>The list without event triggers: only superusers make them, so that they are ours, and a new project has them.</summary>
    public static string Ours(string list) => string.Join('\n', list.Split('\n').Where(line => !IsEventTrigger(line)));

    // 3401; 3466 16402 EVENT TRIGGER - kolaybase_sql_drop postgres
    // 3402; 0 0 COMMENT - EVENT TRIGGER kolaybase_sql_drop postgres
    private static bool IsEventTrigger(string line)
    {
        if (line.StartsWith(';'))
        {
            return false;
        }

        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is [_, _, _, "EVENT", "TRIGGER", ..] or [_, _, _, "COMMENT", "-", "EVENT", "TRIGGER", ..];
    }
}
