namespace Kolaybase.ControlPlane.Jobs;

/// <summary>Removes bytes that no row of the project names any more, and uploads that took too long.</summary>
/// <param name="ProjectId">The project.</param>
public sealed record RemoveObjects(Guid ProjectId);

/// <summary>Goes on with the deletion of a bucket that its row says is being deleted.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Bucket">Its name.</param>
public sealed record DeleteBucket(Guid ProjectId, string Bucket);

/// <summary>Compares rows and bytes of a project's objects, mends what can be and reports the rest.</summary>
/// <param name="ProjectId">The project.</param>
public sealed record CheckStorage(Guid ProjectId);
