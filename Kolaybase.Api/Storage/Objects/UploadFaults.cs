using Kolaybase.Api.Http;
using Npgsql;

namespace Kolaybase.Api.Storage.Objects;

/// <summary>What constraints of <c>storage.objects</c> say of an upload.</summary>
internal static class UploadFaults
{
    /// <summary>The refusal; null for other errors.</summary>
    public static ApiException? Explain(PostgresException e) => e switch
    {
        { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "objects_bucket_id_name_key" } => StorageErrors.ObjectExists(),
        { SqlState: PostgresErrorCodes.ForeignKeyViolation, ConstraintName: "objects_bucket_id_fkey" } => StorageErrors.BucketNotFound(),
        _ => null,
    };
}
