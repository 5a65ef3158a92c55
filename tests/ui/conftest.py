from standins.desk import desk as desk
