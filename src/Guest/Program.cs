return ActorFfi.GuestMain.Run(args);
