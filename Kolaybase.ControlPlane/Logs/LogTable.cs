using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Kolaybase.ControlPlane.Logs;

/// <summary>Writes entries by binary COPY, the cheapest way in: one statement for any number of rows.</summary>
internal static class LogTable
{
    /// <summary>Its name, as the model has it.</summary>
    public const string Name = "project_logs";

    private const string Copy =
        $"copy {Name} (id, project_id, at, kind, request_id, method, path, capability, status, caller, bytes, job, job_id, attempt, outcome, duration_ms, code, cause, hint, count) from stdin (format binary)";

    private const string Known = $"select l.id from {Name} l join unnest($1, $2) k (project_id, id) on l.project_id = k.project_id and l.id = k.id";

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    /// <summary>Writes all of them or none.</summary>
    /// <exception cref="NpgsqlException">The control database is away or refuses them.</exception>
    public static async Task WriteAsync(NpgsqlDataSource control, IReadOnlyList<ProjectLogEntry> entries, CancellationToken cancellationToken)
    {
        await using var connection = await control.OpenConnectionAsync(cancellationToken);
        await using var import = await connection.BeginBinaryImportAsync(Copy, cancellationToken);
        import.Timeout = s_timeout;
        foreach (var entry in entries)
        {
            await import.StartRowAsync(cancellationToken);
            await WriteRowAsync(import, entry, cancellationToken);
        }

        await import.CompleteAsync(cancellationToken);
    }

    /// <summary>Ids of those that are rows already.</summary>
    /// <exception cref="NpgsqlException">The control database is away.</exception>
    public static async Task<HashSet<Guid>> KnownAsync(NpgsqlDataSource control, IReadOnlyList<ProjectLogEntry> entries, CancellationToken cancellationToken)
    {
        await using var command = control.CreateCommand(Known);
        command.CommandTimeout = (int)s_timeout.TotalSeconds;
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. entries.Select(e => e.ProjectId)] });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. entries.Select(e => e.Id)] });
        var known = new HashSet<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            known.Add(reader.GetGuid(0));
        }

        return known;
    }

    private static async Task WriteRowAsync(NpgsqlBinaryImporter import, ProjectLogEntry entry, CancellationToken cancellationToken)
    {
        await import.WriteAsync(entry.Id, NpgsqlDbType.Uuid, cancellationToken);
        await import.WriteAsync(entry.ProjectId, NpgsqlDbType.Uuid, cancellationToken);
        await import.WriteAsync(entry.At.ToUniversalTime(), NpgsqlDbType.TimestampTz, cancellationToken);
        await TextAsync(entry.Kind.ToString(), ProjectLogEntry.MaxWord);
        await TextAsync(entry.RequestId, ProjectLogEntry.MaxRequestId);
        await TextAsync(entry.Method, ProjectLogEntry.MaxWord);
        await TextAsync(entry.Path, ProjectLogEntry.MaxPath);
        await TextAsync(entry.Capability, ProjectLogEntry.MaxWord);
        await NumberAsync(entry.Status, NpgsqlDbType.Integer);
        await TextAsync(entry.Caller?.ToString(), ProjectLogEntry.MaxWord);
        await NumberAsync(entry.Bytes, NpgsqlDbType.Bigint);
        await TextAsync(entry.Job, ProjectLogEntry.MaxWord);
        await TextAsync(entry.JobId, ProjectLogEntry.MaxRequestId);
        await NumberAsync(entry.Attempt, NpgsqlDbType.Integer);
        await TextAsync(entry.Outcome?.ToString(), ProjectLogEntry.MaxWord);
        await NumberAsync(entry.DurationMs, NpgsqlDbType.Double);
        await TextAsync(entry.Code, ProjectLogEntry.MaxWord);
        await TextAsync(entry.Cause, ProjectLogEntry.MaxText);
        await TextAsync(entry.Hint, ProjectLogEntry.MaxText);
        await NumberAsync(entry.Count, NpgsqlDbType.Integer);

        Task TextAsync(string? text, int most) => text is null ? import.WriteNullAsync(cancellationToken) : import.WriteAsync(Cut(Storable(text), most), NpgsqlDbType.Varchar, cancellationToken);

        Task NumberAsync<T>(T? number, NpgsqlDbType type)
            where T : struct => number is { } value ? import.WriteAsync(value, type, cancellationToken) : import.WriteNullAsync(cancellationToken);
    }

    /// <summary>One text that is too long must not cost the whole batch.</summary>
    internal static string Cut(string text, int most) => text.Length <= most
        ? text
        : text[..(char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1)] + "…";

    /// <summary>Without what no text of PostgreSQL may hold: NUL, and halves of characters.</summary>
    internal static string Storable(string text)
    {
        if (!text.Contains('\0') && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        }

        return clean.ToString();
    }
}
