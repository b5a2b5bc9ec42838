namespace Kolaybase.ControlPlane.Registry;

/// <summary>The session that held an <see cref="AdvisoryLock"/> has ended: somebody else may hold the lock by now.</summary>
/// <param name="inner">What ended it; null when that was told before.</param>
public sealed class AdvisoryLockLostException(Exception? inner) : Exception("The connection to the control database that held a lock was lost.", inner);
