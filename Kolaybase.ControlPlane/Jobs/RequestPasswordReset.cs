namespace Kolaybase.ControlPlane.Jobs;

/// <summary>
/// Somebody asked for a new password of a platform account. The worker looks whether there is such an account: were
/// it the endpoint, its timing would tell.
/// </summary>
/// <param name="Id">Identifier of the request.</param>
/// <param name="Email">The address as typed.</param>
public sealed record RequestPasswordReset(Guid Id, string Email);
