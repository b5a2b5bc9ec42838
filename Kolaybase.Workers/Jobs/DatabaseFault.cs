using System.Text;
using Npgsql;

namespace Kolaybase.Workers.Jobs;

/// <summary>
/// A failure as it may be logged and kept with a dead letter. What PostgreSQL says quotes values, and what a project's own triggers raise is any
/// text at all: of a database's error its SQLSTATE and where it came from are told, as the API does.
/// </summary>
internal sealed class DatabaseFault : Exception
{
    private readonly string _text;

    private DatabaseFault(string text)
        : base("A database refused it.") => _text = text;

    /// <summary>The failure itself where no database's error is in it.</summary>
    public static Exception Redacted(Exception exception)
    {
        var (text, found) = (new StringBuilder(), false);
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            found |= cause is PostgresException;
            text.Append(text.Length == 0 ? "" : " ---> ").Append(cause.GetType().FullName);
            if (cause is PostgresException refused)
            {
                text.Append(" (SQLSTATE ").Append(refused.SqlState).Append(')');
            }

            text.AppendLine().AppendLine(cause.StackTrace);
        }

        return found ? new DatabaseFault(text.ToString()) : exception;
    }

    /// <summary>Types, SQLSTATEs and stacks.</summary>
    public override string ToString() => _text;
}
