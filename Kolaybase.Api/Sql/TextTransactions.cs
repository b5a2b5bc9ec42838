using Kolaybase.Api.Sql.Statements;

namespace Kolaybase.Api.Sql;

/// <summary>
/// Transactions of a text as PostgreSQL has them for several statements that come in one message: together they are one transaction, unless
/// the text itself begins and ends some. A statement alone is not wrapped in any: some can't be (<c>VACUUM</c>, <c>CREATE INDEX CONCURRENTLY</c>).
/// </summary>
internal sealed class TextTransactions(SqlSession session, bool alone)
{
    private bool _ours;
    private bool _theirs;

    /// <summary>Comes before each statement.</summary>
    public async Task BeforeAsync(SqlStatement statement)
    {
        if (!alone && !_ours && !_theirs && statement.Kind == StatementKind.Other)
        {
            await session.ExecuteAsync("BEGIN");
            _ours = true;
        }

        session.Notices.BeginsInside = _ours && statement.Kind == StatementKind.Begin;
    }

    /// <summary>Comes after each statement that has succeeded.</summary>
    public void After(SqlStatement statement)
    {
        if (statement.Kind != StatementKind.Other)
        {
            (_ours, _theirs) = (false, statement.Kind == StatementKind.Begin);
        }
    }

    /// <summary>Comes after the last one. What the text began and did not end is undone, as it is for everybody who leaves in the midst of a transaction.</summary>
    public async Task EndAsync()
    {
        if (_ours)
        {
            await session.ExecuteAsync("COMMIT");
        }
        else if (_theirs)
        {
            await session.ExecuteAsync("ROLLBACK");
            session.Notices.Add(new("WARNING", "25001", "The transaction that the text began and did not end was rolled back.", null, "Add COMMIT."));
        }
    }
}
