using Npgsql;

namespace Kolaybase.ControlPlane.Databases;

/// <summary>
/// Statements that a connection believes to have prepared and that are gone, since a function of the project has run
/// <c>DEALLOCATE ALL</c> or the like: without help every later use of them on that connection would fail.
/// </summary>
public static class ForgottenStatements
{
    /// <summary>The SQLSTATE that tells of it. The statement did not run.</summary>
    public const string SqlState = PostgresErrorCodes.InvalidSqlStatementName;

    /// <summary>Has the connection prepare anew, when the error tells of a forgotten statement; its transaction and reader must have ended.</summary>
    public static void Heal(NpgsqlConnection connection, PostgresException exception)
    {
        if (exception.SqlState == SqlState)
        {
            connection.UnprepareAll();
        }
    }
}
