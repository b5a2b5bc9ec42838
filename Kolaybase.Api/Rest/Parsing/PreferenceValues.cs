namespace Kolaybase.Api.Rest.Parsing;

/// <summary><c>return=…</c>: what a write answers with.</summary>
internal enum ReturnPreference
{
    /// <summary>Nothing.</summary>
    Minimal,

    /// <summary>Where the new row is (<c>Location</c>).</summary>
    HeadersOnly,

    /// <summary>The rows.</summary>
    Representation,
}

/// <summary><c>count=…</c>: which total is wanted.</summary>
internal enum CountPreference
{
    /// <summary>Counted.</summary>
    Exact,

    /// <summary>The planner's guess.</summary>
    Planned,

    /// <summary>Counted up to the row cap, beyond it the planner's guess.</summary>
    Estimated,
}

/// <summary><c>resolution=…</c>: what happens to a row whose key is there already.</summary>
internal enum ResolutionPreference
{
    /// <summary>The row that is there gets the new values.</summary>
    MergeDuplicates,

    /// <summary>The row that is there stays as it is.</summary>
    IgnoreDuplicates,
}

/// <summary><c>missing=…</c>: what a named column gets for which the body has no value.</summary>
internal enum MissingPreference
{
    /// <summary>The column's default.</summary>
    Default,

    /// <summary>Null.</summary>
    Null,
}

/// <summary><c>tx=…</c>: how the transaction ends.</summary>
internal enum TransactionPreference
{
    /// <summary>What was done stays.</summary>
    Commit,

    /// <summary>What was done is undone after the answer.</summary>
    Rollback,
}
